import { type ClearListDeps, clearList } from '#shared/store/clear-list.ts';
import type { LiveRun } from '#shared/store/run-row.ts';
import type { Runs } from '#shared/store/runs.ts';
import type { WorkList } from '#shared/store/work-list.ts';

export type ClearDeps = ClearListDeps & {
  readonly runs: Pick<Runs, 'live'>;
  readonly workList: Pick<WorkList, 'owners'>;
};

/**
 * Takes away what runs that are over left on their lists: a fan-out does so at the end of a run, unless it died, or was
 * taken for dead and its network was let go by another. What an old program put there, and a fan-out took along as it
 * died, is given back. Returns the runs that are live.
 */
export const clearLists = async ({ runs, ...deps }: ClearDeps): Promise<LiveRun[]> => {
  // In this order: whatever was put on a list by now is a run's that is live, or over.
  const owners = await deps.workList.owners();
  const live = await runs.live();
  const alive = new Set(live.map(({ id }) => id));
  const worked = new Set(live.map(({ key }) => key));
  for (const { list, runId } of owners) {
    if (runId === null ? worked.has(list) : alive.has(runId)) continue;
    await clearList(list, runId, deps);
  }
  return live;
};
