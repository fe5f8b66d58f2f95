import { checkTaskRequest } from '#shared/domain/check-task.ts';
import type { Policy } from '#shared/domain/forbidden.ts';
import { DEFAULT_LIMITS } from '#shared/domain/limits.ts';
import { formatPorts } from '#shared/domain/ports.ts';
import type { Task } from '#shared/domain/task.ts';
import type { Principal } from '#shared/runtime/auth.ts';
import { passing } from '#shared/runtime/kill-points.ts';
import type { Tasks } from '#shared/store/tasks.ts';
import { viewerOf } from './viewer-of.ts';
import { type Deps as ScheduleDeps, writeSchedules } from './write-schedules.ts';

export type Deps = ScheduleDeps & {
  readonly tasks: Pick<Tasks, 'create' | 'ofRequest'>;
  readonly policy: Policy;
  readonly now: () => Promise<Date>;
};

/** Creates one task for each canonical network of the request, all or none; the same again for the same name. */
export const createTasks = async (
  body: unknown,
  principal: Principal,
  deps: Deps,
  name: string | null = null,
): Promise<Task[]> => {
  const viewer = viewerOf(principal);
  const made = name === null ? [] : await deps.tasks.ofRequest(name, viewer);
  if (made.length > 0) return made;
  const now = await deps.now();
  const { scopes, owner } = principal;
  const context = { now, policy: deps.policy, scopes, limits: DEFAULT_LIMITS };
  const checked = checkTaskRequest(body, context);
  const wanted = checked.map((task) => ({
    ...task,
    owner,
    request: name,
    tcpPorts: formatPorts(task.tcpPorts),
    udpPorts: formatPorts(task.udpPorts),
  }));
  const tasks = await deps.tasks.create(wanted, viewer, now);
  passing('api.after_create');
  await writeSchedules(
    tasks.filter(({ schedule }) => schedule !== null),
    now,
    deps,
  );
  return tasks;
};
