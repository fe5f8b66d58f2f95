import { randomUUID } from 'node:crypto';
import type { Planning } from './planning.ts';
import type { Slices } from './slices.ts';
import type { WorkList } from './work-list.ts';

/** Slices put on a run's list at once; the fan-out tops it up from Postgres. */
const BATCH = 1000;

type Queue = {
  readonly slices: Pick<Slices, 'nextSlices'>;
  readonly workList: Pick<WorkList, 'push'>;
};

/** Puts the run's next slices on its list and its name in the queue; how many slices that were. */
export const topUp = async (run: { id: number; key: string }, { slices, workList }: Queue) => {
  const next = await slices.nextSlices(run.id, BATCH);
  await workList.push(run, `run:${run.id}:${randomUUID()}`, next);
  return next.length;
};

/** Makes a planned run work to be done. A crash in between is mended by the scheduler. */
export const enqueue = async (
  run: { id: number; key: string },
  queue: Queue & { readonly planning: Pick<Planning, 'markQueued'> },
): Promise<void> => {
  await topUp(run, queue);
  await queue.planning.markQueued(run.id);
};
