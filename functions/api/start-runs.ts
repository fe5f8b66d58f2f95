import { checkTargets } from '#shared/domain/check-targets.ts';
import type { Policy } from '#shared/domain/forbidden.ts';
import { storedNetwork } from '#shared/domain/network.ts';
import type { Run } from '#shared/domain/run.ts';
import type { Task } from '#shared/domain/task.ts';
import type { Principal } from '#shared/runtime/auth.ts';
import { passing } from '#shared/runtime/kill-points.ts';
import type { Log } from '#shared/runtime/log.ts';
import type { Runs } from '#shared/store/runs.ts';
import type { Tasks } from '#shared/store/tasks.ts';
import { found } from './found.ts';
import { inBatches } from './in-batches.ts';
import { viewerOf } from './viewer-of.ts';

export type Deps = {
  readonly tasks: Pick<Tasks, 'get'>;
  readonly runs: Pick<Runs, 'get'>;
  readonly policy: Policy;
  /** Plans a run for each task, all or none; throws `run-live` or `not-found`. */
  readonly startRuns: (tasks: readonly Task[]) => Promise<readonly number[]>;
  /** Puts the first chunks of a planned run where fan-outs find them. */
  readonly enqueue: (run: { id: number; key: string }) => Promise<void>;
  /** Wakes a fan-out, which goes through all that is in the queue. */
  readonly ring: () => Promise<void>;
  readonly log: Pick<Log, 'warn'>;
};

/** Starts a run of each task now, all or none. What the caller may probe is judged anew. */
export const startRuns = async (
  taskIds: readonly number[],
  principal: Principal,
  deps: Deps,
): Promise<Run[]> => {
  const viewer = viewerOf(principal);
  const ids = [...new Set(taskIds)];
  const tasks = await inBatches(ids, async (id) => found(await deps.tasks.get(id, viewer), 'task'));
  const targets = tasks.map((task, index) => ({
    network: storedNetwork(task.network),
    pointer: `/task_ids/${index}`,
  }));
  checkTargets(targets, { policy: deps.policy, scopes: principal.scopes });
  const runIds = await deps.startRuns(tasks);
  passing('api.after_start');
  await dispatch(tasks, runIds, deps);
  return inBatches(runIds, async (id) => found(await deps.runs.get(id, viewer), 'run'));
};

/** The runs are in Postgres: should Redis or Lambda fail now, the next tick of the scheduler sets them going. */
const dispatch = async (
  tasks: readonly Task[],
  runIds: readonly number[],
  { enqueue, ring, log }: Deps,
): Promise<void> => {
  try {
    await inBatches(tasks, ({ key }, index) => enqueue({ id: runIds[index] ?? 0, key }));
    passing('api.after_enqueue');
    await ring();
  } catch (error) {
    log.warn('runs are left to the scheduler', { run_ids: runIds.slice(0, 10), error });
  }
};
