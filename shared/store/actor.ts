import { type SQL, sql } from 'drizzle-orm';
import type { BatchItem } from 'drizzle-orm/batch';
import * as z from 'zod';
import type { Database } from './database.ts';

/** Who asked for a change, as the audit tells it. */
export type Actor = {
  readonly principal: string;
  readonly requestId: string;
  readonly ip: string;
};

/**
 * Makes changes in one transaction, in the name of whoever asked for them: the audit's triggers find them there. Without
 * an actor the changes are the function's own.
 */
export const batchAs = async <Item extends BatchItem<'pg'>>(
  db: Database,
  actor: Actor | undefined,
  changes: readonly Item[],
): Promise<Item['_']['result'][]> => {
  const { principal = '', requestId = '', ip = '' } = actor ?? {};
  const named = db.execute(sql`select set_config('netsweep.principal', ${principal}, true),
    set_config('netsweep.request_id', ${requestId}, true), set_config('netsweep.ip', ${ip}, true)`);
  const [, ...results] = await db.batch([named, ...changes]);
  return results as Item['_']['result'][];
};

/** Makes one change in somebody's name. */
export const actingAs = async <Item extends BatchItem<'pg'>>(
  db: Database,
  actor: Actor | undefined,
  change: Item,
): Promise<Item['_']['result']> => (await batchAs(db, actor, [change]))[0];

/** As `callEffect`, in somebody's name. */
export const callEffectAs = async <Row>(
  db: Database,
  actor: Actor | undefined,
  effect: SQL,
  row: z.ZodType<Row>,
): Promise<Row[]> => {
  const { rows } = await actingAs(db, actor, db.execute(effect));
  return z.array(row).parse(rows);
};
