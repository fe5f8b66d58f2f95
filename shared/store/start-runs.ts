import { sql } from 'drizzle-orm';
import * as z from 'zod';
import { DomainError } from '#shared/domain/errors.ts';
import { planOf } from '#shared/domain/run-plan.ts';
import type { Task } from '#shared/domain/task.ts';
import { type Database, sqlStateOf } from './database.ts';

const startedRow = z.object({ run_id: z.coerce.number() });

const startOf = (task: Task, request: string | null) => {
  const { prefix, addresses, probes } = planOf(task);
  return sql`select netsweep_start(${task.id}, ${task.key}, ${prefix}, ${addresses}, ${probes}, ${request}) as run_id`;
};

const refusals: Record<string, (detail: string | undefined) => DomainError> = {
  NS409: (id) =>
    new DomainError('run-live', 'a task has a live run', { details: { task_id: Number(id) } }),
  NS404: () => new DomainError('not-found', 'no such task'),
};

/**
 * Plans one run for each task in one transaction, all or none; throws `run-live` or `not-found`. Returns their ids, by
 * which `request` may find them again.
 */
export const startRunsIn =
  (db: Database) =>
  async (tasks: readonly Task[], request: string | null = null): Promise<number[]> => {
    const [first, ...rest] = tasks.map((task) => db.execute(startOf(task, request)));
    if (!first) return [];
    try {
      const results = await db.batch([first, ...rest]);
      return results.map(({ rows: [row] }) => startedRow.parse(row).run_id);
    } catch (error) {
      const state = sqlStateOf(error);
      const refusal = state && refusals[state.code];
      throw refusal ? refusal(state.detail) : error;
    }
  };
