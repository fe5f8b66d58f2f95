import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { SENT_VERSION } from '#shared/domain/event-version.ts';
import { scannersFor } from '#shared/domain/scanners.ts';
import { passing } from '#shared/runtime/kill-points.ts';
import type { Attempts } from '#shared/store/attempts.ts';
import type { WorkList } from '#shared/store/work-list.ts';
import type { Job } from './next-chunks.ts';

/** What became of a synchronous invocation of the scanner. */
export type Invocation =
  | { readonly payload: unknown }
  | { readonly functionError: { readonly type: string; readonly message: string } }
  | { readonly throttled: { readonly retryAfterMs: number | null } };

export type DispatchDeps = {
  readonly attempts: Pick<Attempts, 'release'>;
  readonly workList: Pick<WorkList, 'acknowledge' | 'extend'>;
  readonly invokeScanner: (event: unknown) => Promise<Invocation>;
  readonly clock: () => Promise<Date>;
  /** Scanners that this fan-out keeps busy at once. */
  readonly window: number;
  readonly isLate: () => boolean;
  /** Takes over work whose end nothing depends on. */
  readonly afterwards: (work: Promise<void>) => void;
  readonly warn: (message: string, facts: Record<string, unknown>) => void;
};

const FIRST_BACKOFF_MS = 100;
const LONGEST_BACKOFF_MS = 5000;

const answer = z.object({ outcome: z.enum(['done', 'refused', 'released']) });

/** This scanner's share of the run's rate. */
const rateOf = ({ run }: Job, window: number): number => {
  const scanners = Math.min(scannersFor(run, window), Math.max(1, run.chunksLeft));
  return Math.max(1, Math.floor(run.rate / scanners));
};

/** Invokes until it is not throttled, waiting longer each time, with jitter; null when time runs short first. */
const invokePatiently = async (event: unknown, { invokeScanner, isLate }: DispatchDeps) => {
  for (
    let backoffMs = FIRST_BACKOFF_MS;
    !isLate();
    backoffMs = Math.min(2 * backoffMs, LONGEST_BACKOFF_MS)
  ) {
    const invocation = await invokeScanner(event);
    if (!('throttled' in invocation)) return invocation;
    await sleep(
      Math.max(invocation.throttled.retryAfterMs ?? 0, backoffMs * (0.5 + Math.random())),
    );
  }
  return null;
};

/**
 * Has one chunk probed and waits for it. A scanner that died gives its chunk back at once. When the call itself fails
 * nobody knows whether the scanner works: its lease decides, and the scheduler gives the chunk back when that runs out.
 */
export const dispatch = async (job: Job, deps: DispatchDeps): Promise<void> => {
  const { run, chunkNo, item } = job;
  const owner = randomUUID();
  const rate = rateOf(job, deps.window);
  const event = { v: SENT_VERSION, run_id: run.id, chunk_no: chunkNo, owner, rate };
  const invocation = await invokePatiently(event, deps);
  passing('fan.after_invoke');
  if (invocation === null) {
    await deps.workList.extend(run.key, [item], await deps.clock());
    return;
  }
  if ('functionError' in invocation) {
    const { type, message } = invocation.functionError;
    deps.warn('a scanner died', { run_id: run.id, chunk_no: chunkNo, type, reason: message });
    await deps.attempts.release({ runId: run.id, chunkNo }, owner, 'its scanner died');
  } else if ('payload' in invocation) {
    answer.parse(invocation.payload);
  }
  // The scanner's next chunk need not wait for it: an item that comes back is refused.
  deps.afterwards(acknowledge(job, deps));
};

const acknowledge = async ({ run, item }: Job, { workList }: DispatchDeps): Promise<void> => {
  await workList.acknowledge(run.key, [item]);
  passing('fan.after_ack');
};
