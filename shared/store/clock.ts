import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { callEffect, type Database } from './database.ts';
import { clockTable } from './schema.ts';

const row = z.object({ now: z.coerce.date() });

/** The one clock: Postgres's, shifted where a test says so. Never the function's own. */
export const clockOf = (db: Database) => async (): Promise<Date> => {
  const [first] = await callEffect(db, sql`select netsweep_now() as now`, row);
  if (!first) throw new Error('Postgres told no time');
  return first.now;
};

/** Shifts the one clock against Postgres's own. */
export const setClock = async (db: Database, offsetSeconds: number): Promise<void> => {
  await db.update(clockTable).set({ offset_seconds: offsetSeconds });
};
