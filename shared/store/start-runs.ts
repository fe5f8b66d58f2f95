import { sql } from 'drizzle-orm';
import * as z from 'zod';
import { DomainError } from '#shared/domain/errors.ts';
import { atRate, planOf } from '#shared/domain/run-plan.ts';
import type { Task } from '#shared/domain/task.ts';
import { type Actor, batchAs } from './actor.ts';
import { type Database, sqlStateOf } from './database.ts';

const startedRow = z.object({ run_id: z.coerce.number() });

/** On what terms runs are started. */
export type StartTerms = {
  /** The id of the request that starts them, if its caller named it. */
  readonly request: string | null;
  /** Probes that an owner may have planned in a day, and live runs at once; null: any number. */
  readonly dailyProbes: number | null;
  readonly liveRuns: number | null;
  /** The most probes per second that a task's run may make; null: what the task says. */
  readonly rateOf: (task: Task) => number | null;
  readonly actor?: Actor | undefined;
};

const NO_TERMS: StartTerms = {
  request: null,
  dailyProbes: null,
  liveRuns: null,
  rateOf: () => null,
};

const startOf = (task: Task, { request, dailyProbes, liveRuns, rateOf }: StartTerms) => {
  const rate = rateOf(task);
  const { prefix, addresses, probes } = planOf(atRate(task, rate));
  return sql`select netsweep_start(${task.id}, ${task.key}, ${prefix}, ${addresses}, ${probes}, ${request},
    ${rate}, ${dailyProbes}, ${liveRuns}) as run_id`;
};

const overQuota: Record<string, string> = {
  budget: 'The probes that the owner may have planned today are used up; start it tomorrow (UTC).',
  busy: 'The owner has as many live runs as are allowed; wait for one to end, or cancel one.',
};
/** When it makes sense to ask again. */
const RETRY_AFTER_SECONDS: Record<string, number> = { budget: 3600, busy: 60 };

const refusals: Record<string, (detail: string | undefined) => DomainError> = {
  NS409: (id) =>
    new DomainError('run-live', 'a task has a live run', { details: { task_id: Number(id) } }),
  NS429: (limit = '') =>
    new DomainError('quota-exceeded', overQuota[limit] ?? limit, {
      details: { retry_after_seconds: RETRY_AFTER_SECONDS[limit] },
    }),
  NS404: () => new DomainError('not-found', 'no such task'),
};

/** Owners one after the other and the tasks of each by their ids, as everybody takes them: all are locked until the end. */
const inLockOrder = (tasks: readonly Task[]): number[] => {
  const places = tasks.map(({ owner, id }, index) => ({ owner, id, index }));
  places.sort((one, other) => {
    if (one.owner === other.owner) return one.id - other.id;
    return one.owner < other.owner ? -1 : 1;
  });
  return places.map(({ index }) => index);
};

/**
 * Plans one run for each task in one transaction, all or none; throws `run-live`, `quota-exceeded` or `not-found`.
 * Returns their ids in the order of the tasks, by which `request` may find them again.
 */
export const startRunsIn =
  (db: Database) =>
  async (tasks: readonly Task[], terms: Partial<StartTerms> = {}): Promise<number[]> => {
    if (tasks.length === 0) return [];
    const order = inLockOrder(tasks);
    const calls = order
      .flatMap((index) => tasks[index] ?? [])
      .map((task) => startOf(task, { ...NO_TERMS, ...terms }));
    try {
      const results = await batchAs(
        db,
        terms.actor,
        calls.map((call) => db.execute(call)),
      );
      const ids = results.map(({ rows: [row] }) => startedRow.parse(row).run_id);
      return tasks.map((_start, index) => ids[order.indexOf(index)] ?? 0);
    } catch (error) {
      const state = sqlStateOf(error);
      const refusal = state && refusals[state.code];
      throw refusal ? refusal(state.detail) : error;
    }
  };
