import { passing } from '#shared/runtime/kill-points.ts';
import type { Log } from '#shared/runtime/log.ts';
import { inBatches } from './in-batches.ts';

export type Deps = {
  /** Puts the next chunks of a run where fan-outs find them. */
  readonly enqueue: (run: { id: number; key: string }) => Promise<void>;
  /** Wakes a fan-out, which goes through all that is in the queue. */
  readonly ring: () => Promise<void>;
  readonly log: Pick<Log, 'warn'>;
};

/** The runs are in Postgres: should Redis or Lambda fail now, the next tick of the scheduler sets them going. */
export const setGoing = async (
  runs: readonly { id: number; key: string }[],
  { enqueue, ring, log }: Deps,
): Promise<void> => {
  try {
    await inBatches(runs, enqueue);
    passing('api.after_enqueue');
    await ring();
  } catch (error) {
    log.warn('runs are left to the scheduler', {
      run_ids: runs.slice(0, 10).map(({ id }) => id),
      error,
    });
  }
};
