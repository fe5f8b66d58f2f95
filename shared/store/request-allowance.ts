import type { Redis } from '@upstash/redis';
import * as z from 'zod';
import { allowanceKey } from './redis-keys.ts';
import { TAKE_ALLOWANCE } from './redis-scripts.ts';

const reply = z.tuple([z.coerce.number(), z.coerce.number()]);

/** Twice a second's worth may come at once. */
const BURST_SECONDS = 2;

/** Requests that a caller may still make, in Redis, so that all environments count together. */
export const requestAllowanceOn =
  (redis: Redis, perSecond: number, clock: () => number = Date.now) =>
  async (caller: string, want: number) => {
    const [granted, waitMs] = reply.parse(
      await redis.eval(
        TAKE_ALLOWANCE,
        [allowanceKey(caller)],
        [clock(), perSecond, BURST_SECONDS * perSecond, want].map(String),
      ),
    );
    return { granted, waitMs };
  };
