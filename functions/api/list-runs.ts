import type { Policy } from '#shared/domain/forbidden.ts';
import type { Principal } from '#shared/runtime/auth.ts';
import type { Runs } from '#shared/store/runs.ts';
import type { Tasks } from '#shared/store/tasks.ts';
import { cursorAfter, idAfter } from './cursor.ts';
import { found } from './found.ts';
import { presentRun } from './present-run.ts';
import type { PageQuery } from './schemas.ts';
import { viewerOf } from './viewer-of.ts';

export type Deps = {
  readonly tasks: Pick<Tasks, 'get'>;
  readonly runs: Pick<Runs, 'listOfTask'>;
  readonly policy: Policy;
  readonly now: () => Promise<Date>;
};

/** A page of a task's runs, newest first. */
export const listRuns = async (
  taskId: number,
  { limit, cursor }: PageQuery,
  principal: Principal,
  { tasks, runs, policy, now }: Deps,
) => {
  const list = `runs of ${taskId}`;
  const at = { limit, ...idAfter(list, cursor) };
  const viewer = viewerOf(principal);
  const [task, page, time] = await Promise.all([
    tasks.get(taskId, viewer),
    runs.listOfTask(taskId, at, viewer),
    now(),
  ]);
  found(task, 'task');
  return {
    runs: page.runs.map((run) => presentRun(run, policy, time)),
    next: cursorAfter(list, page.next),
  };
};
