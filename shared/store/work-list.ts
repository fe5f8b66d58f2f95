import type { Redis } from '@upstash/redis';
import * as z from 'zod';
import { batchesOf } from './batches-of.ts';
import { type Claimed, claimedOf } from './claimed.ts';
import { listOwnersOn } from './list-owners.ts';
import {
  CRONTAB_HASH,
  claimKey,
  LIST_OWNER_HASH,
  leaseKey,
  markerKey,
  NETWORK_QUEUE,
} from './redis-keys.ts';
import { CLAIM, EXTEND, FORGET, LEAVE, PUSH, TAKE_BACK, TRIM } from './redis-scripts.ts';

/** How long the marker of an applied step is kept: longer than anybody repeats it. */
export const MARKER_TTL_MS = 3_600_000;

/** Each script is short: nobody else is served meanwhile. */
const LISTS_AT_ONCE = 100;

const texts = z.array(z.string());

/** The lists of work in Redis: names of networks in the queue, slices in each network's own list. */
export const workListOn = (
  redis: Pick<Redis, 'eval' | 'hget' | 'hscan' | 'llen' | 'lrange' | 'zcard' | 'zrange' | 'zrem'>,
) => ({
  ...listOwnersOn(redis),

  /**
   * Claims up to `most` items for `leaseMs`; the same claim id gives the same items. `owner` is the run whose slices were
   * last put on the list, null when none were.
   */
  claim: async (list: string, claimId: string, now: Date, leaseMs: number, most: number) => {
    const keys = [list, leaseKey(list), claimKey(claimId), LIST_OWNER_HASH];
    const args = [claimId, now.getTime(), leaseMs, most];
    const [owner, ...claimed] = texts.parse(await redis.eval(CLAIM, keys, args));
    return { owner: owner ? Number(owner) : null, items: claimed.map(claimedOf) };
  },

  /** The items are done with. */
  acknowledge: async (list: string, items: readonly Claimed[]): Promise<void> => {
    const [first, ...rest] = items.map((item) => item.token);
    if (first) await redis.zrem(leaseKey(list), first, ...rest);
  },

  /** Moves the end of the items' leases: to now, and the next claim finds them at the tail. */
  extend: async (list: string, items: readonly Claimed[], until: Date): Promise<void> => {
    const args = [until.getTime(), ...items.map((item) => item.token)];
    if (items.length > 0) await redis.eval(EXTEND, [leaseKey(list)], args);
  },

  /** Whoever claimed items of the list is dead: all go back to it. */
  takeBack: async (list: string): Promise<void> => {
    await redis.eval(TAKE_BACK, [list, leaseKey(list)], []);
  },

  /** Appends a run's slices once per `step`, and makes sure that the network's name waits in the queue or is worked on. */
  push: async (run: { id: number; key: string }, step: string, values: readonly string[]) => {
    const leases = leaseKey(NETWORK_QUEUE);
    const keys = [run.key, NETWORK_QUEUE, leases, markerKey(step), LIST_OWNER_HASH];
    await redis.eval(PUSH, keys, [MARKER_TTL_MS, run.key, run.id, ...values]);
  },

  /** Nothing was left to do for a claimed network; if something came just now, it is queued again. */
  leave: async ({ token, value }: Claimed): Promise<void> => {
    await redis.eval(LEAVE, [value, NETWORK_QUEUE, leaseKey(NETWORK_QUEUE)], [token, value]);
  },

  /** Items waiting and items claimed. */
  depth: async (list: string): Promise<{ waiting: number; claimed: number }> => {
    const [waiting, claimed] = await Promise.all([redis.llen(list), redis.zcard(leaseKey(list))]);
    return { waiting: Number(waiting), claimed: Number(claimed) };
  },

  /** A page of a list as it is, for lists that old programs wrote. */
  peek: async (list: string, from: number, to: number): Promise<string[]> =>
    texts.parse(await redis.lrange(list, from, to - 1)),

  /** Drops the first items of a list, once per `step`. */
  trim: async (list: string, step: string, items: number): Promise<void> => {
    await redis.eval(TRIM, [list, markerKey(step)], [MARKER_TTL_MS, items]);
  },

  /** Forgets everything of networks: their schedules, their lists, their places in the queue. */
  forget: async (lists: readonly string[]): Promise<void> => {
    for (const batch of batchesOf(lists, LISTS_AT_ONCE)) {
      const keys = batch.flatMap((list) => [list, leaseKey(list)]);
      await redis.eval(FORGET, [CRONTAB_HASH, NETWORK_QUEUE, LIST_OWNER_HASH, ...keys], batch);
    }
  },
});

export type WorkList = ReturnType<typeof workListOn>;
