import type { Task } from '#shared/domain/task.ts';
import type { Principal } from '#shared/runtime/auth.ts';
import type { Tasks } from '#shared/store/tasks.ts';
import { found } from './found.ts';
import { viewerOf } from './viewer-of.ts';

export type Deps = { readonly tasks: Pick<Tasks, 'get'> };

/** One task. Throws `not-found`, also for somebody else's. */
export const getTask = async (id: number, principal: Principal, { tasks }: Deps): Promise<Task> =>
  found(await tasks.get(id, viewerOf(principal)), 'task');
