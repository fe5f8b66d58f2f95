import { SENT_VERSION } from '#shared/domain/event-version.ts';
import { concurrently } from '#shared/runtime/concurrently.ts';
import type { Runs } from '#shared/store/runs.ts';
import type { WorkList } from '#shared/store/work-list.ts';
import { background } from './background.ts';
import { claimedNetworks } from './claimed-networks.ts';
import { type DispatchDeps, dispatch } from './dispatch.ts';
import { type Doorbell, MOST_HOPS } from './doorbell.ts';
import { type JobsDeps, jobsToDo } from './jobs.ts';
import type { Job } from './next-chunks.ts';
import { remembered } from './remembered.ts';

/** Networks worked on at once, so that many small ones keep the window full. */
const MOST_NETWORKS = 8;
/** So old may the state of a run be; whether a chunk may be probed, taking it decides. */
const STATE_AGE_MS = 500;

export type FanOutDeps = Omit<
  JobsDeps,
  'networks' | 'inFlight' | 'workList' | 'liveRuns' | 'runs'
> &
  Omit<DispatchDeps, 'workList' | 'afterwards'> & {
    readonly workList: WorkList;
    readonly runs: Pick<Runs, 'isLive' | 'liveByKey'>;
    readonly ring: (event: Doorbell) => Promise<void>;
  };

/** How many chunks of each run are being probed for us. */
const counting = () => {
  const counts = new Map<number, number>();
  const add = (runId: number, n: number) => counts.set(runId, (counts.get(runId) ?? 0) + n);
  return {
    of: (runId: number): number => counts.get(runId) ?? 0,
    during: async (runId: number, work: () => Promise<void>): Promise<void> => {
      add(runId, 1);
      try {
        await work();
      } finally {
        add(runId, -1);
      }
    },
  };
};

/**
 * Claims networks and their chunks and keeps the window of scanners full until the work is done. When its own time
 * runs short it begins nothing more, waits for what it has begun, gives the rest back and rings for its successor.
 */
export const fanOut = async ({ hop }: Doorbell, deps: FanOutDeps): Promise<{ chunks: number }> => {
  const networks = claimedNetworks(MOST_NETWORKS, deps);
  const inFlight = counting();
  const later = background();
  let chunks = 0;
  const work = async (job: Job): Promise<void> => {
    chunks += 1;
    await inFlight.during(job.run.id, () => dispatch(job, { ...deps, afterwards: later.run }));
  };
  const liveRuns = remembered(STATE_AGE_MS, deps.runs.liveByKey);
  const jobs = jobsToDo({ ...deps, networks, liveRuns, inFlight: inFlight.of });
  try {
    await concurrently(deps.window, jobs, work);
    await later.settled();
  } finally {
    const left = networks.all().length > 0;
    await networks.giveBack();
    if (left && hop < MOST_HOPS) await deps.ring({ v: SENT_VERSION, hop: hop + 1 });
  }
  return { chunks };
};
