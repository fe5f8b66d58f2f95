import { setTimeout as sleep } from 'node:timers/promises';
import { scannersFor } from '#shared/domain/scanners.ts';
import type { Claimed } from '#shared/store/claimed.ts';
import type { LiveRun } from '#shared/store/run-row.ts';
import type { Slices } from '#shared/store/slices.ts';
import type { ClaimedNetworks } from './claimed-networks.ts';
import { leaveClean } from './leave-clean.ts';
import { type Job, type NextChunksDeps, nextChunks } from './next-chunks.ts';
import { type RunDeps, runOfNetwork } from './run-of-network.ts';

/** Chunks claimed at once: few, so that another fan-out finds some too. */
const BATCH = 8;
const IDLE_MS = 100;

export type JobsDeps = Omit<RunDeps, 'networks' | 'workList'> &
  NextChunksDeps & {
    readonly workList: RunDeps['workList'] & NextChunksDeps['workList'];
    readonly networks: ClaimedNetworks;
    readonly slices: NextChunksDeps['slices'] & Pick<Slices, 'outlook'>;
    /** Scanners that this fan-out keeps busy at once. */
    readonly window: number;
    /** Chunks of a run that this fan-out is having probed right now. */
    readonly inFlight: (runId: number) => number;
    /** True when no further chunk may be begun. */
    readonly isLate: () => boolean;
  };

/**
 * What becomes of a network without chunks to claim. It stays while ours are being probed or one waits out its backoff;
 * when its run is over its list is left clean; what others hold, the next tick looks after.
 */
const settle = async (name: Claimed, run: LiveRun, deps: JobsDeps): Promise<void> => {
  if (deps.inFlight(run.id) > 0) return;
  const { unfinished, readyInSeconds } = await deps.slices.outlook(run.id);
  if (unfinished > 0 && readyInSeconds !== null) return;
  if (unfinished === 0) await leaveClean(name.value, run.id, deps);
  await deps.networks.leave(name.value);
};

/** The next chunks of one network; a network that has none left, or is not to be probed now, is let go. */
const jobsOf = async (name: Claimed, deps: JobsDeps): Promise<Job[]> => {
  const run = await runOfNetwork(name, deps);
  if (run === null) return [];
  if (run.state === 'paused') {
    await deps.networks.drop(name.value);
    return [];
  }
  const scanners = scannersFor(run, deps.window);
  // Where the window is the limit, one more is at hand, so that no scanner waits for the list.
  const spare = scanners < deps.window ? 0 : 1;
  const room = scanners + spare - deps.inFlight(run.id);
  if (room <= 0) return [];
  const jobs = await nextChunks(run, Math.min(BATCH, room), deps);
  if (jobs === null) deps.liveRuns.forget(name.value);
  else if (jobs.length === 0) await settle(name, run, deps);
  return jobs ?? [];
};

/** One turn of all claimed networks. */
async function* turn(deps: JobsDeps): AsyncGenerator<Job> {
  for (const name of deps.networks.all()) {
    if (deps.isLate()) return;
    yield* await jobsOf(name, deps);
  }
}

/** Chunks to have probed, of all claimed networks in turn, until there are none or time runs short. */
export async function* jobsToDo(deps: JobsDeps): AsyncGenerator<Job> {
  while (!deps.isLate()) {
    await deps.networks.refill();
    if (deps.networks.all().length === 0) return;
    let found = false;
    for await (const job of turn(deps)) {
      found = true;
      yield job;
    }
    if (!found) await sleep(IDLE_MS);
  }
}
