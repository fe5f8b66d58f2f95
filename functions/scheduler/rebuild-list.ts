import { passing } from '#shared/runtime/kill-points.ts';
import { enqueue } from '#shared/store/enqueue.ts';
import type { Planning } from '#shared/store/planning.ts';
import type { LiveRun } from '#shared/store/run-row.ts';
import type { Slices } from '#shared/store/slices.ts';
import type { WorkList } from '#shared/store/work-list.ts';

export type RebuildDeps = {
  readonly slices: Pick<Slices, 'nextSlices' | 'unqueue'>;
  readonly workList: Pick<WorkList, 'depth' | 'push'>;
  readonly planning: Pick<Planning, 'markQueued'>;
};

/**
 * Makes sure that a live run is work that a fan-out will find. A list with nothing waiting and nothing claimed holds
 * none of the run's chunks, whatever became of them: all that are pending go on it again. A chunk twice is harmless.
 */
export const rebuildList = async (run: LiveRun, deps: RebuildDeps): Promise<void> => {
  const { waiting, claimed } = await deps.workList.depth(run.key);
  if (waiting + claimed === 0) await deps.slices.unqueue(run.id);
  passing('tick.after_unqueue');
  await enqueue(run, deps);
};
