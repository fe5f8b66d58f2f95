import { asc, desc, type SQL, sql } from 'drizzle-orm';
import { hostTable } from './schema.ts';

/** What hosts may be sorted by; `-` turns it round. Hosts that have no name or vendor come as if it were ''. */
export const HOST_ORDERS = ['ip', '-ip', 'hostname', '-hostname', 'vendor', '-vendor'] as const;
export type HostOrder = (typeof HOST_ORDERS)[number];

type Name = 'ip' | 'hostname' | 'vendor';

/** Byte by byte, so that the order is the same whatever the database's locale. */
const keys: Record<Name, SQL> = {
  ip: sql`${hostTable.ip}`,
  hostname: sql`coalesce(${hostTable.hostname}, '') collate "C"`,
  vendor: sql`coalesce(${hostTable.vendor}, '') collate "C"`,
};

/** The order within a run, and the condition that a host comes after the one with that address. */
export const orderOf = (order: HostOrder, runId: number) => {
  const isDown = order.startsWith('-');
  const key = keys[order.replace('-', '') as Name];
  const way = isDown ? desc : asc;
  const sign = isDown ? sql`<` : sql`>`;
  return {
    orderBy: [way(key), way(hostTable.ip)],
    beyond: (ip: string): SQL =>
      key === keys.ip
        ? sql`${hostTable.ip} ${sign} ${ip}::inet`
        : sql`(${key}, ${hostTable.ip}) ${sign} (select ${key}, ${hostTable.ip} from ${hostTable}
            where ${hostTable.run_id} = ${runId} and ${hostTable.ip} = ${ip}::inet limit 1)`,
  };
};
