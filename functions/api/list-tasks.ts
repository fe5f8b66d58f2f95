import type { Principal } from '#shared/runtime/auth.ts';
import type { Tasks } from '#shared/store/tasks.ts';
import { cursorAfter, idAfter } from './cursor.ts';
import { presentTask } from './present-task.ts';
import type { TaskListQuery } from './schemas.ts';
import { viewerOf } from './viewer-of.ts';
import { withinBytes } from './within-bytes.ts';

export type Deps = { readonly tasks: Pick<Tasks, 'list'> };

/** A page of tasks in the order of their ids, which does not shift when others come and go. */
export const listTasks = async (
  { cursor, ...query }: TaskListQuery,
  principal: Principal,
  { tasks }: Deps,
) => {
  const page = await tasks.list({ ...query, ...idAfter('tasks', cursor) }, viewerOf(principal));
  const { items, isCut } = withinBytes(page.tasks.map(presentTask));
  return {
    tasks: items,
    next: cursorAfter('tasks', isCut ? (items.at(-1)?.id ?? null) : page.next),
  };
};
