import * as z from 'zod';

/** `waiting`: to be sent, again where it failed; `parked`: it will not be sent, and its reason says why. */
export const deliveryState = z.enum(['waiting', 'done', 'parked']);
export type DeliveryState = z.infer<typeof deliveryState>;

/** How long a delivery is tried. */
export const PATIENCE_MS = 24 * 3_600_000;

const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 3_600_000;
/** Up to so much of a wait is left out, so that many that failed together do not come back together. */
const JITTER = 0.25;

/** How long to wait after the nth attempt failed: twice as long each time, an hour at most. `chance` is from 0 to 1. */
export const waitAfter = (attempts: number, chance: number): number => {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts - 1, 20));
  return Math.round(wait * (1 - JITTER * chance));
};
