import { randomUUID } from 'node:crypto';
import type { Planning } from './planning.ts';
import type { Slices } from './slices.ts';
import type { WorkList } from './work-list.ts';

/** Slices put on a run's list at once; the fan-out tops it up from Postgres. */
const BATCH = 1000;

type Listed = { readonly id: number; readonly key: string };
type Queue = {
  readonly slices: Pick<Slices, 'nextSlices'>;
  readonly workList: Pick<WorkList, 'push'>;
};

const push = (run: Listed, slices: readonly string[], { workList }: Queue): Promise<void> =>
  workList.push(run, `run:${run.id}:${randomUUID()}`, slices);

/**
 * Puts the run's next slices on its list; how many that were. Where there are none the run may be over, and its name is
 * not put in the queue again.
 */
export const topUp = async (run: Listed, queue: Queue): Promise<number> => {
  const next = await queue.slices.nextSlices(run.id, BATCH);
  if (next.length > 0) await push(run, next, queue);
  return next.length;
};

/** Makes a run work to be done: its next slices on its list, its name in the queue. A crash in between is mended by the scheduler. */
export const enqueue = async (
  run: Listed,
  queue: Queue & { readonly planning: Pick<Planning, 'markQueued'> },
): Promise<void> => {
  await push(run, await queue.slices.nextSlices(run.id, BATCH), queue);
  await queue.planning.markQueued(run.id);
};
