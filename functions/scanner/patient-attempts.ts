import pRetry from 'p-retry';
import { isOutage } from '#shared/runtime/outage.ts';
import type { Attempts } from '#shared/store/attempts.ts';

/** While Postgres is out of reach: half a second at first, then longer, some 15 seconds in all. */
const PATIENCE = {
  retries: 5,
  minTimeout: 500,
  maxTimeout: 8000,
  randomize: true,
  shouldRetry: ({ error }: { error: Error }) => isOutage(error),
};

/**
 * Attempts whose steps are repeated through an outage, so that a chunk that was probed is not lost to it. Each of them
 * may be repeated after a lost reply; a heartbeat need not be, since the next one tells the same.
 */
export const patientAttempts = (attempts: Attempts): Attempts => ({
  heartbeat: attempts.heartbeat,
  take: (...args) => pRetry(() => attempts.take(...args), PATIENCE),
  refuse: (...args) => pRetry(() => attempts.refuse(...args), PATIENCE),
  stage: (...args) => pRetry(() => attempts.stage(...args), PATIENCE),
  commit: (...args) => pRetry(() => attempts.commit(...args), PATIENCE),
  release: (...args) => pRetry(() => attempts.release(...args), PATIENCE),
});
