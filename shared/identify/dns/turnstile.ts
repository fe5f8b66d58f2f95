import { setTimeout } from 'node:timers/promises';

/** Lets callers through one by one, so many a second; who is aborted while waiting gets an AbortError. */
export const turnstile = (perSecond: number): ((signal: AbortSignal) => Promise<void>) => {
  let freeAt = 0;
  return async (signal) => {
    signal.throwIfAborted();
    const now = performance.now();
    const at = Math.max(now, freeAt);
    freeAt = at + 1000 / perSecond;
    if (at > now) await setTimeout(at - now, undefined, { signal });
  };
};
