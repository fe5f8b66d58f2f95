import { setTimeout as sleep } from 'node:timers/promises';

/** Lets callers through one at a time, so many a second. Rejects when the signal is aborted. */
export const turnstile = (perSecond: number, signal: AbortSignal) => {
  const gapMs = 1000 / perSecond;
  let nextAt = 0;
  return async (): Promise<void> => {
    const now = performance.now();
    const mineAt = Math.max(now, nextAt);
    nextAt = mineAt + gapMs;
    // Timers are no finer than this; whoever is early by less goes ahead, and the next waits the longer.
    if (mineAt - now >= 1) await sleep(mineAt - now, undefined, { signal });
    signal.throwIfAborted();
  };
};
