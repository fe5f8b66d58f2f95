import { sql } from 'drizzle-orm';
import * as z from 'zod';
import { callEffect, type Database } from './database.ts';
import { clockTable } from './schema.ts';

const row = z.object({ now: z.coerce.date() });

/** The one clock: Postgres's, shifted where a test says so. Never the function's own. */
export const clockOf = (db: Database) => async (): Promise<Date> => {
  const [first] = await callEffect(db, sql`select netsweep_now() as now`, row);
  if (!first) throw new Error('Postgres told no time');
  return first.now;
};

const ASK_EVERY_MS = 10_000;

/**
 * A clock that asks another at most every ten seconds and counts on from there, for leases, where a second is nothing.
 * Not to be kept longer than an invocation: a frozen function counts no time.
 */
export const countedFrom = (clock: () => Promise<Date>): (() => Promise<Date>) => {
  let asked: { now: Date; atMs: number } | null = null;
  return async () => {
    if (asked === null || performance.now() - asked.atMs > ASK_EVERY_MS) {
      asked = { now: await clock(), atMs: performance.now() };
    }
    return new Date(asked.now.getTime() + performance.now() - asked.atMs);
  };
};

/** Shifts the one clock against Postgres's own. */
export const setClock = async (db: Database, offsetSeconds: number): Promise<void> => {
  await db.update(clockTable).set({ offset_seconds: offsetSeconds });
};
