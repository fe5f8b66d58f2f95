import { setTimeout as sleep } from 'node:timers/promises';
import type { Condition } from './dead-letter.ts';
import type { Invocation, Outcome } from './invocation.ts';

type QueueSetup = {
  /** Runs the invocation once, waiting that long for an environment; null when none became free. */
  readonly run: (invocation: Invocation, waitMs: number) => Promise<Outcome | null>;
  readonly retries: number;
  readonly maxAgeMs: number;
  /** Before each retry; the last one counts for those after it. */
  readonly retryDelaysMs: readonly number[];
  readonly bury: (
    invocation: Invocation,
    why: { condition: Condition; invokeCount: number; last: Outcome | null },
  ) => void;
};
export type EventQueue = {
  /** Resolves when the event is handled, buried, or lost with the queue. */
  serve(invocation: Invocation): Promise<void>;
  stop(): void;
};

type Past = {
  readonly expiresAt: number;
  readonly invokeCount: number;
  readonly last: Outcome | null;
};

const reasonToGiveUp = (
  outcome: Outcome | null,
  invokeCount: number,
  retries: number,
): Condition | null => {
  if (outcome === null) return 'EventAgeExceeded';
  return invokeCount > retries ? 'RetriesExhausted' : null;
};

/**
 * Event invocations: each waits for a free environment (a throttle is no attempt), failures are tried again, and what
 * fails too often or grows too old is buried. In memory: what is queued at a stop is lost, as Lambda may lose it too.
 */
export const eventQueue = ({
  run,
  retries,
  maxAgeMs,
  retryDelaysMs,
  bury,
}: QueueSetup): EventQueue => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const pause = (invokeCount: number): Promise<void> =>
    sleep(retryDelaysMs[Math.min(invokeCount, retryDelaysMs.length) - 1] ?? 0, undefined, {
      signal,
    }).catch(() => {});
  const runBefore = async (expiresAt: number, invocation: Invocation): Promise<Outcome | null> => {
    const waitMs = expiresAt - Date.now();
    return waitMs > 0 && !signal.aborted ? run(invocation, waitMs) : null;
  };
  const attempt = async (invocation: Invocation, past: Past): Promise<void> => {
    const outcome = await runBefore(past.expiresAt, invocation);
    if (signal.aborted || outcome?.kind === 'response') return;
    const invokeCount = past.invokeCount + (outcome === null ? 0 : 1);
    const last = outcome ?? past.last;
    const condition = reasonToGiveUp(outcome, invokeCount, retries);
    if (condition !== null) return bury(invocation, { condition, invokeCount, last });
    await pause(invokeCount);
    return attempt(invocation, { ...past, invokeCount, last });
  };
  const serve = (invocation: Invocation): Promise<void> =>
    attempt(invocation, { expiresAt: Date.now() + maxAgeMs, invokeCount: 0, last: null });
  return { serve, stop: () => stopping.abort() };
};
