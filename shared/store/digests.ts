import { and, asc, eq, lt, sql } from 'drizzle-orm';
import * as z from 'zod';
import { callEffect, type Database, sqlStateOf } from './database.ts';
import { runTable } from './schema.ts';

/** Generations beyond the newest so many, or older, are let go; what they changed stays. */
const KEPT_RUNS = 30;
const KEPT_DAYS = 90;
/** Host rows that go in one statement: so few that no reader waits for it. */
const PRUNED_AT_ONCE = 5000;
/** As netsweep_max_digests has it. */
const MOST_TRIES = 5;
/** Connection, transaction rolled back, resources, an operator's doing, a system error, read-only, a role without rights yet. */
const PASSING = /^(?:08|40|53|57|58|25006|42501)/;
/** Runs looked at in one go. */
const MOST_RUNS = 100;

const countRow = z.object({ n: z.coerce.number() });

/** What comes after a run is done: its changes are worked out, and old generations are let go. Each step may be repeated. */
export const digestsIn = (db: Database) => ({
  /** Runs whose changes are not known yet, oldest first. */
  waiting: async (): Promise<{ id: number; taskId: number }[]> =>
    db
      .select({ id: runTable.id, taskId: runTable.task_id })
      .from(runTable)
      .where(
        and(
          eq(runTable.state, 'done'),
          eq(runTable.changes_ready, false),
          lt(runTable.digest_failures, MOST_TRIES),
        ),
      )
      .orderBy(asc(runTable.id))
      .limit(MOST_RUNS),

  /**
   * Works out what a run changed, after those of its task before it; how many changes were new. Null where that cannot be
   * done, which is noted in the run. Throws where Postgres is out of reach, or busy.
   */
  digest: async (runId: number): Promise<number | null> => {
    try {
      const [row] = await callEffect(db, sql`select netsweep_digest(${runId}) as n`, countRow);
      return row?.n ?? 0;
    } catch (error) {
      const { code = '' } = sqlStateOf(error) ?? {};
      if (code === '' || PASSING.test(code)) throw error;
      const reason = `its changes cannot be worked out (SQLSTATE ${code})`;
      await db.execute(sql`select netsweep_digest_failed(${runId}, ${reason})`);
      return null;
    }
  },

  /** Lets go of a few thousand hosts of old generations; 0 when there are none. */
  prune: async (): Promise<number> => {
    const effect = sql`select netsweep_prune(${PRUNED_AT_ONCE}, ${KEPT_RUNS}, ${KEPT_DAYS}) as n`;
    const [row] = await callEffect(db, effect, countRow);
    return row?.n ?? 0;
  },
});

export type Digests = ReturnType<typeof digestsIn>;
