import { type CheckedTask, checkTaskRequest } from '#shared/domain/check-task.ts';
import type { Policy } from '#shared/domain/forbidden.ts';
import { DEFAULT_LIMITS } from '#shared/domain/limits.ts';
import { formatPorts } from '#shared/domain/ports.ts';
import type { Task } from '#shared/domain/task.ts';
import type { Principal } from '#shared/runtime/auth.ts';
import { passing } from '#shared/runtime/kill-points.ts';
import type { Exclusions } from '#shared/store/exclusions.ts';
import type { Tasks } from '#shared/store/tasks.ts';
import { madeOnce } from './made-once.ts';
import { viewerOf } from './viewer-of.ts';
import { type Deps as ScheduleDeps, writeSchedules } from './write-schedules.ts';

export type Deps = ScheduleDeps & {
  readonly tasks: Pick<Tasks, 'create' | 'ofRequest'>;
  readonly exclusions: Pick<Exclusions, 'current'>;
  readonly policy: Policy;
  readonly now: () => Promise<Date>;
};

/** Creates one task for each canonical network of the request, all or none; a repeated request finds those it made. */
export const createTasks = async (
  body: unknown,
  principal: Principal,
  deps: Deps,
  requestId: string | null = null,
  admit: () => Promise<void> = async () => {},
): Promise<Task[]> => {
  const viewer = viewerOf(principal);
  return madeOnce(
    requestId,
    (id) => deps.tasks.ofRequest(id, viewer),
    () => create(body, principal, deps, { request: requestId, admit }),
  );
};

const create = async (
  body: unknown,
  principal: Principal,
  deps: Deps,
  { request, admit }: { request: string | null; admit: () => Promise<void> },
): Promise<Task[]> => {
  const [now, exclusions] = await Promise.all([deps.now(), deps.exclusions.current()]);
  const { scopes } = principal;
  const context = { now, policy: deps.policy, scopes, exclusions, limits: DEFAULT_LIMITS };
  const checked = checkTaskRequest(body, context);
  await admit();
  return storeTasks(checked, principal, deps, { now, request });
};

/** Stores tasks that were checked, all or none. */
export const storeTasks = async (
  checked: readonly CheckedTask[],
  principal: Principal,
  deps: Deps,
  { now, request }: { readonly now: Date; readonly request: string | null },
): Promise<Task[]> => {
  const wanted = checked.map((task) => ({
    ...task,
    owner: principal.owner,
    request,
    tcpPorts: formatPorts(task.tcpPorts),
    udpPorts: formatPorts(task.udpPorts),
  }));
  const tasks = await deps.tasks.create(wanted, viewerOf(principal), now);
  passing('api.after_create');
  await writeSchedules(
    tasks.filter(({ schedule }) => schedule !== null),
    now,
    deps,
  );
  return tasks;
};
