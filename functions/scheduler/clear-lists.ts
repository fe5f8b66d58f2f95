import type { LiveRun } from '#shared/store/run-row.ts';
import type { Runs } from '#shared/store/runs.ts';
import type { WorkList } from '#shared/store/work-list.ts';

export type ClearDeps = {
  readonly runs: Pick<Runs, 'live'>;
  readonly workList: Pick<WorkList, 'owners' | 'clear'>;
};

/**
 * Takes away what runs that are over left on their lists: a fan-out does so at the end of a run, unless it died, or was
 * taken for dead and its network was let go by another. Returns the runs that are live.
 */
export const clearLists = async ({ runs, workList }: ClearDeps): Promise<LiveRun[]> => {
  // In this order: whatever was put on a list by now is a run's that is live, or over.
  const owners = await workList.owners();
  const live = await runs.live();
  const isLive = new Set(live.map(({ id }) => id));
  for (const { list, runId } of owners) if (!isLive.has(runId)) await workList.clear(list, runId);
  return live;
};
