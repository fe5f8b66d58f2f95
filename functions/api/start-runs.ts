import { checkTargets } from '#shared/domain/check-targets.ts';
import type { Policy } from '#shared/domain/forbidden.ts';
import { storedNetwork } from '#shared/domain/network.ts';
import type { Run } from '#shared/domain/run.ts';
import type { Task } from '#shared/domain/task.ts';
import type { Principal } from '#shared/runtime/auth.ts';
import { passing } from '#shared/runtime/kill-points.ts';
import type { Runs } from '#shared/store/runs.ts';
import type { Tasks } from '#shared/store/tasks.ts';
import { found } from './found.ts';
import { inBatches } from './in-batches.ts';
import { madeOnce } from './made-once.ts';
import { type Deps as GoingDeps, setGoing } from './set-going.ts';
import { viewerOf } from './viewer-of.ts';

export type Deps = GoingDeps & {
  readonly tasks: Pick<Tasks, 'get'>;
  readonly runs: Pick<Runs, 'get' | 'ofRequest'>;
  readonly policy: Policy;
  /** Plans a run for each task, all or none; throws `run-live` or `not-found`. */
  readonly startRuns: (
    tasks: readonly Task[],
    request: string | null,
  ) => Promise<readonly number[]>;
};

/** Starts a run of each task now, all or none; a repeated request finds those it started. What the caller may probe is judged anew. */
export const startRuns = async (
  taskIds: readonly number[],
  principal: Principal,
  deps: Deps,
  requestId: string | null = null,
): Promise<Run[]> => {
  const viewer = viewerOf(principal);
  return madeOnce(
    requestId,
    (id) => deps.runs.ofRequest(id, viewer),
    () => start(taskIds, principal, deps, requestId),
  );
};

const start = async (
  taskIds: readonly number[],
  principal: Principal,
  deps: Deps,
  request: string | null,
): Promise<Run[]> => {
  const viewer = viewerOf(principal);
  const ids = [...new Set(taskIds)];
  const tasks = await inBatches(ids, async (id) => found(await deps.tasks.get(id, viewer), 'task'));
  const targets = tasks.map((task, index) => ({
    network: storedNetwork(task.network),
    pointer: `/task_ids/${index}`,
  }));
  checkTargets(targets, { policy: deps.policy, scopes: principal.scopes });
  const runIds = await deps.startRuns(tasks, request);
  passing('api.after_start');
  await setGoing(
    tasks.map(({ key }, index) => ({ id: runIds[index] ?? 0, key })),
    deps,
  );
  return inBatches(runIds, async (id) => found(await deps.runs.get(id, viewer), 'run'));
};
