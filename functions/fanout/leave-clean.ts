import { passing } from '#shared/runtime/kill-points.ts';
import type { Digests } from '#shared/store/digests.ts';
import type { WorkList } from '#shared/store/work-list.ts';

export type LeaveCleanDeps = {
  readonly workList: Pick<WorkList, 'clear'>;
  readonly digests: Pick<Digests, 'digest'>;
};

/** A run is over: what is left of it on its list goes, and what it changed is worked out. The next tick does both as well. */
export const leaveClean = async (
  key: string,
  runId: number,
  { workList, digests }: LeaveCleanDeps,
): Promise<void> => {
  await workList.clear(key, runId);
  passing('fan.after_clear');
  await digests.digest(runId);
  passing('fan.after_digest');
};
