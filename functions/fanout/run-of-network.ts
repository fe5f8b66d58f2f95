import { DomainError } from '#shared/domain/errors.ts';
import { parseTaskKey } from '#shared/domain/task-key.ts';
import type { Claimed } from '#shared/store/claimed.ts';
import type { LiveRun } from '#shared/store/run-row.ts';
import type { Runs } from '#shared/store/runs.ts';
import { type AdoptDeps, adoptList } from './adopt-list.ts';
import type { ClaimedNetworks } from './claimed-networks.ts';
import { type LeaveCleanDeps, leaveClean } from './leave-clean.ts';
import type { Remembered } from './remembered.ts';

export type RunDeps = AdoptDeps &
  LeaveCleanDeps & {
    readonly runs: Pick<Runs, 'isLive'>;
    /** The live run of a key, as it was a moment ago. */
    readonly liveRuns: Remembered<LiveRun>;
    readonly workList: AdoptDeps['workList'] & LeaveCleanDeps['workList'];
    readonly networks: Pick<ClaimedNetworks, 'setAside' | 'leave' | 'postpone'>;
  };

/** Slices that a run left on the list when it ended are not an old program's. */
const clearLeftovers = async (key: string, deps: RunDeps): Promise<void> => {
  const { runs, workList } = deps;
  const owner = await workList.ownerOf(key);
  if (owner !== null && !(await runs.isLive(owner))) await leaveClean(key, owner, deps);
};

/** Adopts the list of a name that stands for no live run; what may not be probed is reported and set aside. */
const adopt = async ({ token, value }: Claimed, deps: RunDeps) => {
  try {
    return await adoptList(value, `adopt:${token}`, deps);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    deps.warn('a queued network may not be probed', { key: value, code: error.code });
    await deps.networks.setAside(value, parseTaskKey(value) ? 'not to be probed' : 'no task');
    return 'refused';
  }
};

/** The run that a claimed network stands for, adopted from its list if need be; without one, the name is let go. */
export const runOfNetwork = async (name: Claimed, deps: RunDeps): Promise<LiveRun | null> => {
  const key = name.value;
  const known = await deps.liveRuns.of(key);
  if (known) return known;
  await clearLeftovers(key, deps);
  const adopted = await adopt(name, deps);
  if (adopted === 'refused') return null;
  if (adopted === 'empty') {
    await deps.networks.leave(key);
    return null;
  }
  const run = await deps.liveRuns.of(key);
  // Behind a live run of the same task, under another spelling, the list has to wait.
  if (run === null) await deps.networks.postpone(key);
  return run;
};
