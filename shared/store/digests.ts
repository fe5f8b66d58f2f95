import { and, asc, eq, sql } from 'drizzle-orm';
import * as z from 'zod';
import { callEffect, type Database } from './database.ts';
import { runTable } from './schema.ts';

/** Generations beyond the newest so many, or older, are let go; what they changed stays. */
const KEPT_RUNS = 30;
const KEPT_DAYS = 90;
/** Host rows that go in one statement: so few that no reader waits for it. */
const PRUNED_AT_ONCE = 5000;
/** Runs looked at in one go. */
const MOST_RUNS = 100;

const countRow = z.object({ n: z.coerce.number() });

/** What comes after a run is done: its changes are worked out, and old generations are let go. Each step may be repeated. */
export const digestsIn = (db: Database) => ({
  /** Runs whose changes are not known yet, oldest first. */
  waiting: async (): Promise<number[]> => {
    const rows = await db
      .select({ id: runTable.id })
      .from(runTable)
      .where(and(eq(runTable.state, 'done'), eq(runTable.changes_ready, false)))
      .orderBy(asc(runTable.id))
      .limit(MOST_RUNS);
    return rows.map(({ id }) => id);
  },

  /** Works out what a run changed, after those of its task before it; how many changes were new. */
  digest: async (runId: number): Promise<number> => {
    const [row] = await callEffect(db, sql`select netsweep_digest(${runId}) as n`, countRow);
    return row?.n ?? 0;
  },

  /** Lets go of a few thousand hosts of old generations; 0 when there are none. */
  prune: async (): Promise<number> => {
    const effect = sql`select netsweep_prune(${PRUNED_AT_ONCE}, ${KEPT_RUNS}, ${KEPT_DAYS}) as n`;
    const [row] = await callEffect(db, effect, countRow);
    return row?.n ?? 0;
  },
});

export type Digests = ReturnType<typeof digestsIn>;
