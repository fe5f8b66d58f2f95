import type { Principal } from '#shared/runtime/auth.ts';
import { passing } from '#shared/runtime/kill-points.ts';
import type { Log } from '#shared/runtime/log.ts';
import type { DueTimes } from '#shared/store/due-times.ts';
import type { Tasks } from '#shared/store/tasks.ts';
import type { WorkList } from '#shared/store/work-list.ts';
import { found } from './found.ts';
import { viewerOf } from './viewer-of.ts';

export type Deps = {
  readonly tasks: Pick<Tasks, 'remove'>;
  readonly workList: Pick<WorkList, 'forget'>;
  readonly dueTimes: Pick<DueTimes, 'told'>;
  readonly log: Pick<Log, 'warn'>;
};

/**
 * Deletes tasks, all or none; their live runs are cancelled first. Redis is told afterwards: what it still has of
 * them does no harm, and the scheduler clears it should that fail. A repeated request finds them deleted.
 */
export const deleteTasks = async (
  ids: readonly number[],
  principal: Principal,
  { tasks, workList, dueTimes, log }: Deps,
  requestId: string | null = null,
): Promise<void> => {
  const keys = found(await tasks.remove(ids, viewerOf(principal), requestId), 'task');
  passing('api.after_delete');
  try {
    await workList.forget(keys);
    passing('api.after_redis');
    await dueTimes.told(keys.map((key) => [key, null]));
  } catch (error) {
    log.warn('lists of deleted tasks are left to the scheduler', { lists: keys.length, error });
  }
};
