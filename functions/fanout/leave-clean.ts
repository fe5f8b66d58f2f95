import { passing } from '#shared/runtime/kill-points.ts';
import { type ClearListDeps, clearList } from '#shared/store/clear-list.ts';
import type { Digests } from '#shared/store/digests.ts';

export type LeaveCleanDeps = ClearListDeps & {
  readonly digests: Pick<Digests, 'digest'>;
  /** Rings the notifier. */
  readonly ringNotifier: () => Promise<void>;
};

/** A run is over: what is left of it on its list goes, and what it changed is worked out and told. The next tick does all of it as well. */
export const leaveClean = async (
  key: string,
  runId: number,
  { digests, ringNotifier, ...deps }: LeaveCleanDeps,
): Promise<void> => {
  await clearList(key, runId, deps);
  passing('fan.after_clear');
  const changes = await digests.digest(runId);
  passing('fan.after_digest');
  if (changes !== null && changes > 0) await ringNotifier();
};
