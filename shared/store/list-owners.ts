import type { Redis } from '@upstash/redis';
import * as z from 'zod';
import { claimedOf } from './claimed.ts';
import { LIST_OWNER_HASH, leaseKey, NETWORK_QUEUE } from './redis-keys.ts';
import { CLEAR } from './redis-scripts.ts';
import { scanHash } from './scan-hash.ts';

/** A list and the run whose slices were put on it last; null: something was claimed from it that no run put there. */
export type ListOwner = { readonly list: string; readonly runId: number | null };

/** Of a list that nobody works on any more, so many items are looked at. */
const MOST_LOOKED_AT = 5000;

const texts = z.array(z.string());
const runIdOf = (owner: string | null): number | null => (owner ? Number(owner) : null);

/** Which run's slices are on which list. */
export const listOwnersOn = (
  redis: Pick<Redis, 'eval' | 'hget' | 'hscan' | 'lrange' | 'zrange'>,
) => ({
  /** The run whose slices were put on a list, if any were. */
  ownerOf: async (list: string): Promise<number | null> => {
    const owner = await redis.hget(LIST_OWNER_HASH, list);
    return runIdOf(owner === null ? null : String(owner));
  },

  /** All lists on which slices of runs were put, each with the last of these runs. */
  owners: async (): Promise<ListOwner[]> => {
    const owners: ListOwner[] = [];
    for await (const page of scanHash(redis, LIST_OWNER_HASH))
      for (const { field, value } of page) owners.push({ list: field, runId: runIdOf(value) });
    return owners;
  },

  /** What is left on a list, also in claims, in the form that slices of runs have: with a prefix length. Up to 5,000 of each. */
  slicesOn: async (list: string): Promise<{ value: string }[]> => {
    const [waiting, claimed] = await Promise.all([
      redis.lrange(list, 0, MOST_LOOKED_AT - 1),
      redis.zrange(leaseKey(list), 0, MOST_LOOKED_AT - 1),
    ]);
    const values = [
      ...texts.parse(waiting),
      ...texts.parse(claimed).map((token) => claimedOf(token).value),
    ];
    return values.filter((value) => value.includes('/')).map((value) => ({ value }));
  },

  /**
   * That run is over: what is left of its slices goes. What another run or an old program put there stays, and is given
   * back where somebody had claimed it.
   */
  clear: async (list: string, runId: number | null): Promise<void> => {
    const queue = [NETWORK_QUEUE, leaseKey(NETWORK_QUEUE)];
    await redis.eval(CLEAR, [list, leaseKey(list), LIST_OWNER_HASH, ...queue], [list, runId ?? '']);
  },
});
