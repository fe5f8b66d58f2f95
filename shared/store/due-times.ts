import { and, eq, isNull, not, or, sql } from 'drizzle-orm';
import * as z from 'zod';
import type { FieldValues } from './crontab.ts';
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

  /** Notes what the hash holds for a task; null when it holds nothing. A change that the hash has yet to be told stays. */
  note: async (key: string, value: string | null): Promise<void> => {
    const { due_pending, deleted_at } = taskTable;
    await db
      .update(taskTable)
      .set({ due_times: value })
      .where(and(eq(taskTable.key, key), isNull(deleted_at), not(due_pending)));
  },

  /**
   * The hash was told what Postgres had for keys (null: nothing). What has changed there since is pending; what is no
   * task's any more is a leftover. Tasks are locked in the order of their ids, as everybody takes them.
   */
  told: async (values: FieldValues): Promise<void> => {
    if (values.length === 0) return;
    const { id, key, deleted_at } = taskTable;
    await db.execute(sql`select netsweep_told(field, value) from
      (select f.key as field, f.value from jsonb_each_text(${JSON.stringify(Object.fromEntries(values))}::jsonb) f
         left join ${taskTable} on ${key} = f.key and ${deleted_at} is null
        order by ${id}, f.key) as said`);
  },

  /** The hash was given fields again. Those that are no task's any more are leftovers. */
  restored: async (keys: readonly string[]): Promise<void> => {
    if (keys.length === 0) return;
    const { key, deleted_at } = taskTable;
    await db.execute(sql`insert into ${leftoverTable} (key)
      select field from jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb) field
       where not exists (select from ${taskTable} where ${key} = field and ${deleted_at} is null)
          on conflict do nothing`);
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
