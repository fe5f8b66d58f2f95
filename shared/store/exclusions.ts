import { asc, eq, gt, sql } from 'drizzle-orm';
import * as z from 'zod';
import { type Network, storedNetwork } from '#shared/domain/network.ts';
import { type Actor, actingAs, callEffectAs } from './actor.ts';
import type { Database } from './database.ts';
import { type IdPage, pageOf } from './id-page.ts';
import { exclusionTable } from './schema.ts';

export type Exclusion = {
  readonly id: number;
  readonly cidr: string;
  readonly reason: string;
  readonly createdAt: Date;
};

const columns = {
  id: exclusionTable.id,
  cidr: exclusionTable.cidr,
  reason: exclusionTable.reason,
  createdAt: exclusionTable.created_at,
};
const excludedRow = z.object({
  id: z.coerce.number(),
  cidr: z.string(),
  reason: z.string(),
  createdAt: z.coerce.date(),
});

/** The opt-out list, in Postgres: what nobody may probe. */
export const exclusionsIn = (db: Database) => ({
  current: async (): Promise<Network[]> => {
    const rows = await db.select({ cidr: exclusionTable.cidr }).from(exclusionTable);
    return rows.map(({ cidr }) => storedNetwork(cidr));
  },

  /** A page; `next` is the id to go on after. */
  list: async ({ limit, after = 0 }: IdPage) => {
    const rows = await db
      .select(columns)
      .from(exclusionTable)
      .where(gt(exclusionTable.id, after))
      .orderBy(asc(exclusionTable.id))
      .limit(limit + 1);
    return pageOf<Exclusion>(rows, limit);
  },

  /** Chunks that are being probed and hold addresses of it are given back, to be probed without them. */
  create: async (cidr: string, reason: string, actor: Actor | undefined): Promise<Exclusion> => {
    const effect = sql`select id, cidr::text, reason, created_at as "createdAt"
                         from netsweep_exclude(${cidr}, ${reason})`;
    const [row] = await callEffectAs(db, actor, effect, excludedRow);
    if (!row) throw new Error('no exclusion was made');
    return row;
  },

  /** False where there is no such exclusion. */
  remove: async (id: number, actor: Actor | undefined): Promise<boolean> => {
    const end = db.delete(exclusionTable).where(eq(exclusionTable.id, id)).returning(columns);
    return (await actingAs(db, actor, end)).length > 0;
  },
});

export type Exclusions = ReturnType<typeof exclusionsIn>;
