import type { CheckedTask } from '#shared/domain/check-task.ts';
import { checkTaskPatch } from '#shared/domain/check-task-patch.ts';
import type { Policy } from '#shared/domain/forbidden.ts';
import { DEFAULT_LIMITS } from '#shared/domain/limits.ts';
import { formatPorts } from '#shared/domain/ports.ts';
import type { Task, TaskPatch } from '#shared/domain/task.ts';
import type { Principal } from '#shared/runtime/auth.ts';
import { passing } from '#shared/runtime/kill-points.ts';
import type { Exclusions } from '#shared/store/exclusions.ts';
import type { TaskChange } from '#shared/store/task-write.ts';
import type { Tasks } from '#shared/store/tasks.ts';
import { found } from './found.ts';
import { viewerOf } from './viewer-of.ts';
import {
  type ScheduleChange,
  type Deps as ScheduleDeps,
  writeSchedules,
} from './write-schedules.ts';

export type Deps = ScheduleDeps & {
  readonly tasks: Pick<Tasks, 'get' | 'update'>;
  readonly exclusions: Pick<Exclusions, 'current'>;
  readonly policy: Policy;
  readonly now: () => Promise<Date>;
};

/** Changes what the patch names. A live run goes on as it was planned. */
export const changeTask = async (
  id: number,
  patch: TaskPatch,
  principal: Principal,
  deps: Deps,
  admit: () => Promise<void> = async () => {},
): Promise<Task> => {
  const viewer = viewerOf(principal);
  const [now, before, exclusions] = await Promise.all([
    deps.now(),
    deps.tasks.get(id, viewer),
    deps.exclusions.current(),
  ]);
  const task = found(before, 'task');
  const { scopes } = principal;
  const context = { now, policy: deps.policy, scopes, exclusions, limits: DEFAULT_LIMITS };
  const change = changeOf(patch, task, checkTaskPatch(patch, task, context));
  await admit();
  const changed = found(await deps.tasks.update(id, change, viewer, now), 'task');
  passing('api.after_change');
  await writeSchedules(scheduleChanges(task, changed, change), now, deps);
  return changed;
};

/** Ports that stay the same keep the task's key, which an old program may have spelt in its own way. */
const changeOf = (patch: TaskPatch, task: Task, checked: CheckedTask): TaskChange => {
  const [tcpPorts, udpPorts] = [formatPorts(checked.tcpPorts), formatPorts(checked.udpPorts)];
  const hasNewPorts = tcpPorts !== task.tcpPorts || udpPorts !== task.udpPorts;
  return {
    ...(hasNewPorts && { key: checked.key, tcpPorts, udpPorts }),
    ...(patch.schedule !== undefined && { schedule: checked.schedule }),
    ...(patch.label !== undefined && { label: checked.label }),
    ...(patch.options !== undefined && { options: checked.options }),
  };
};

/** A task that goes by another key must not stay scheduled under the one it had. */
const scheduleChanges = (before: Task, after: Task, change: TaskChange): ScheduleChange[] => {
  const moved = before.key === after.key ? [] : [{ key: before.key, schedule: null }];
  const isConcerned = moved.length > 0 || change.schedule !== undefined;
  return isConcerned ? [...moved, after] : [];
};
