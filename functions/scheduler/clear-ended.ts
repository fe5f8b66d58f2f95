import { passing } from '#shared/runtime/kill-points.ts';
import type { ListOwner } from '#shared/store/list-owners.ts';
import type { LiveRun } from '#shared/store/run-row.ts';
import type { WorkList } from '#shared/store/work-list.ts';

/**
 * Takes off the lists what runs left there that are over: a fan-out that died had an item in its hands, or a run was
 * cancelled while it was held up, and nobody looks at its list any more. What an old program put there, and a fan-out took
 * along as it died, is given back. `owners` have to have been read before `live`.
 */
export const clearEnded = async (
  owners: readonly ListOwner[],
  live: readonly LiveRun[],
  workList: Pick<WorkList, 'clear'>,
): Promise<void> => {
  const alive = new Set(live.map(({ id }) => id));
  const worked = new Set(live.map(({ key }) => key));
  for (const { list, runId } of owners) {
    if (runId === null ? worked.has(list) : alive.has(runId)) continue;
    await workList.clear(list, runId);
    passing('tick.after_clear');
  }
};
