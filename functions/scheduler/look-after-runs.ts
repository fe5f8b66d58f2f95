import type { Permission } from '#shared/domain/adopt.ts';
import { storedNetwork } from '#shared/domain/network.ts';
import { concurrently, whilst } from '#shared/runtime/concurrently.ts';
import { passing } from '#shared/runtime/kill-points.ts';
import type { Planning } from '#shared/store/planning.ts';
import { refusalNow } from '#shared/store/refusal-now.ts';
import type { LiveRun } from '#shared/store/run-row.ts';
import type { Scopes } from '#shared/store/scopes.ts';
import { type ClearDeps, clearLists } from './clear-lists.ts';
import { type RebuildDeps, rebuildList } from './rebuild-list.ts';

/** Runs seen to at once: each waits for the stores more than it works. */
const WIDTH = 8;

export type LookAfterDeps = ClearDeps &
  RebuildDeps & {
    readonly planning: Pick<Planning, 'cancel'>;
    readonly scopes: Pick<Scopes, 'endOf'>;
    readonly permission: Permission;
    /** True when too little time is left to begin with another run; the next tick looks after it. */
    readonly isLate: () => boolean;
  };

/** False where the run was cancelled, since what it probes may not be probed any more. */
const mayGoOn = async (run: LiveRun, deps: LookAfterDeps): Promise<boolean> => {
  const refusal = await refusalNow(storedNetwork(run.network), deps.permission, deps);
  if (refusal === null) return true;
  await deps.planning.cancel(run.id, refusal);
  return false;
};

/** Sees that all live runs will be found and done, as long as they may; how many are live, and how many were cancelled. */
export const lookAfterRuns = async (
  deps: LookAfterDeps,
): Promise<{ live: number; cancelled: number }> => {
  const report = { live: 0, cancelled: 0 };
  const runs = await clearLists(deps);
  passing('tick.after_clear');
  const inTime = whilst(runs, () => !deps.isLate());
  await concurrently(WIDTH, inTime, async (run) => {
    if (!(await mayGoOn(run, deps))) report.cancelled += 1;
    else if (run.state !== 'paused') {
      await rebuildList(run, deps);
      passing('tick.after_rebuild');
      report.live += 1;
    }
  });
  return report;
};
