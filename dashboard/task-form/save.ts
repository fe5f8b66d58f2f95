import { changeTask, createTasks, startRuns } from '#dashboard/api/calls.ts';
import { goTo } from '#dashboard/app/location.ts';
import { linkTo } from '#dashboard/app/route.ts';
import type { WireTask } from '#shared/domain/wire.ts';
import { bodyOf, type Draft, patchOf } from './draft.ts';

/** Creates or changes, and goes on to where one sees what comes of it. Throws what the API refuses. */
export const save = async (
  task: WireTask | null,
  draft: Draft,
  isStart: boolean,
): Promise<void> => {
  if (task !== null) {
    await changeTask(task.id, patchOf(draft));
    return goTo(linkTo(['tasks']));
  }
  const made = await createTasks(bodyOf(draft));
  if (!isStart) return goTo(linkTo(['tasks']));
  const [run, ...more] = await startRuns(made.map(({ id }) => id));
  goTo(run !== undefined && more.length === 0 ? linkTo(['runs', run.id]) : linkTo(['tasks']));
};
