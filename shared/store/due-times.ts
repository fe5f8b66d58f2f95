import { and, eq, isNull, or, sql } from 'drizzle-orm';
import * as z from 'zod';
import { callEffect, type Database } from './database.ts';
import { leftoverTable, runTable, taskTable } from './schema.ts';

/** What Postgres knows of a task's field in the crontab hash. */
export type KnownTimes = {
  /** Null: the field has to go. */
  readonly value: string | null;
  /** The task has a schedule of its own; otherwise an old program wrote the field. */
  readonly scheduled: boolean;
  /** The schedule was changed and the hash has yet to be told. */
  readonly pending: boolean;
};

const leftover = z.object({
  key: z.string(),
  /** What the hash should hold under the key now. */
  value: z.string().nullable(),
  /** Another task, or a live run, goes by it. */
  isInUse: z.boolean(),
});
export type Leftover = z.infer<typeof leftover>;

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

  /** Notes what the hash holds under a key; null when it holds nothing, or the key is nobody's any more. */
  note: async (key: string, value: string | null): Promise<void> => {
    await db.execute(sql`with told as (delete from ${leftoverTable} where key = ${key})
      update ${taskTable} set due_times = ${value}, due_pending = false
       where key = ${key} and deleted_at is null`);
  },

  /** Keys of tasks that are gone or renamed, as long as Redis may have something under them. */
  leftovers: async (): Promise<Leftover[]> =>
    callEffect(
      db,
      sql`select l.key, t.due_times as value,
                 t.id is not null or exists (select from ${runTable} r
                   where r.key = l.key and netsweep_is_live(r.state)) as "isInUse"
            from ${leftoverTable} l left join ${taskTable} t on t.key = l.key and t.deleted_at is null`,
      leftover,
    ),

  /** True while Redis may hold something under the key that is no task's any more. */
  isLeftover: async (key: string): Promise<boolean> => {
    const rows = await db.select().from(leftoverTable).where(eq(leftoverTable.key, key));
    return rows.length > 0;
  },
});

export type DueTimes = ReturnType<typeof dueTimesIn>;
