import { checkTargets } from '#shared/domain/check-targets.ts';
import type { Policy } from '#shared/domain/forbidden.ts';
import { checkLimits } from '#shared/domain/limits.ts';
import { storedNetwork } from '#shared/domain/network.ts';
import { parsePorts } from '#shared/domain/ports.ts';
import type { Run } from '#shared/domain/run.ts';
import { limitsIn, type Scope } from '#shared/domain/scope.ts';
import type { Task } from '#shared/domain/task.ts';
import type { Principal } from '#shared/runtime/auth.ts';
import { passing } from '#shared/runtime/kill-points.ts';
import type { Exclusions } from '#shared/store/exclusions.ts';
import type { Runs } from '#shared/store/runs.ts';
import type { StartTerms } from '#shared/store/start-runs.ts';
import type { Tasks } from '#shared/store/tasks.ts';
import { found } from './found.ts';
import { madeOnce } from './made-once.ts';
import { type Deps as GoingDeps, setGoing } from './set-going.ts';
import { viewerOf } from './viewer-of.ts';

export type Deps = GoingDeps & {
  readonly tasks: Pick<Tasks, 'getAll'>;
  readonly runs: Pick<Runs, 'getAll' | 'ofRequest'>;
  readonly exclusions: Pick<Exclusions, 'current'>;
  readonly policy: Policy;
  /** What an owner may have planned a day, and (but for an admin, who sets the limits) running at once. */
  readonly quota: { readonly dailyProbes: number; readonly liveRuns: number };
  /** Plans a run for each task, all or none; throws `run-live`, `quota-exceeded` or `not-found`. */
  readonly startRuns: (
    tasks: readonly Task[],
    terms: Partial<StartTerms>,
  ) => Promise<readonly number[]>;
};

/** Starts a run of each task now, all or none; a repeated request finds those it started. What the caller may probe is judged anew. */
export const startRuns = async (
  taskIds: readonly number[],
  principal: Principal,
  deps: Deps,
  requestId: string | null = null,
  admit: () => Promise<void> = async () => {},
): Promise<Run[]> => {
  const viewer = viewerOf(principal);
  return madeOnce(
    requestId,
    (id) => deps.runs.ofRequest(id, viewer),
    () => start(taskIds, principal, deps, { request: requestId, admit }),
  );
};

const limitsOfTask = ({ network }: Task, scopes: readonly Scope[]) =>
  limitsIn(scopes, [storedNetwork(network)]);

/** Limits may have been lowered since the task was made; a rate is lowered with them. */
const checkSize = (task: Task, scopes: readonly Scope[]): void => {
  const limits = limitsOfTask(task, scopes);
  const rate = Math.min(task.options.rate, limits.rate);
  const ports = [parsePorts(task.tcpPorts), parsePorts(task.udpPorts)] as const;
  checkLimits([storedNetwork(task.network)], ...ports, { ...task.options, rate }, limits);
};

/** What the stores gave, in the order of the ids; throws `not-found` where one is missing. */
const inOrder = <T extends { id: number }>(
  ids: readonly number[],
  things: readonly T[],
  noun: 'task' | 'run',
): T[] => {
  const byId = new Map(things.map((thing) => [thing.id, thing]));
  return ids.map((id) => found(byId.get(id) ?? null, noun));
};

const start = async (
  taskIds: readonly number[],
  principal: Principal,
  deps: Deps,
  { request, admit }: { request: string | null; admit: () => Promise<void> },
): Promise<Run[]> => {
  const viewer = viewerOf(principal);
  const ids = [...new Set(taskIds)];
  const tasks = inOrder(ids, await deps.tasks.getAll(ids, viewer), 'task');
  const { scopes } = principal;
  for (const task of tasks) checkSize(task, scopes);
  const targets = tasks.map((task, index) => ({
    network: storedNetwork(task.network),
    pointer: `/task_ids/${index}`,
  }));
  const exclusions = await deps.exclusions.current();
  checkTargets(targets, { policy: deps.policy, scopes, exclusions });
  await admit();
  const { dailyProbes, liveRuns } = deps.quota;
  const runIds = await deps.startRuns(tasks, {
    request,
    dailyProbes,
    liveRuns: viewer.isAdmin ? null : liveRuns,
    rateOf: (task) => limitsOfTask(task, scopes).rate,
    actor: viewer.actor,
  });
  passing('api.after_start');
  await setGoing(
    tasks.map(({ key }, index) => ({ id: runIds[index] ?? 0, key })),
    deps,
  );
  return inOrder(runIds, await deps.runs.getAll(runIds, viewer), 'run');
};
