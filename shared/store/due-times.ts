import { and, eq, isNull, or, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { taskTable } from './schema.ts';

/** What Postgres knows of a task's field in the crontab hash. */
export type KnownTimes = {
  /** Null: the field has to go. */
  readonly value: string | null;
  /** The task has a schedule of its own; otherwise an old program wrote the field. */
  readonly scheduled: boolean;
  /** The schedule was changed and the hash has yet to be told. */
  readonly pending: boolean;
};

/** A copy of the crontab hash in Postgres, so that Redis can be rebuilt. */
export const dueTimesIn = (db: Database) => ({
  /** By key: every task that has, or should have, a field. */
  known: async (): Promise<Map<string, KnownTimes>> => {
    const { key, due_times, due_pending, auto_enable, deleted_at } = taskTable;
    const rows = await db
      .select({ key, value: due_times, scheduled: auto_enable, pending: due_pending })
      .from(taskTable)
      .where(and(isNull(deleted_at), or(sql`${due_times} is not null`, due_pending)));
    return new Map(rows.map(({ key: field, ...times }) => [field, times]));
  },

  /** Notes what the hash holds for a task; null when it holds nothing. */
  note: async (key: string, value: string | null): Promise<void> => {
    await db
      .update(taskTable)
      .set({ due_times: value, due_pending: false })
      .where(and(eq(taskTable.key, key), isNull(taskTable.deleted_at)));
  },
});

export type DueTimes = ReturnType<typeof dueTimesIn>;
