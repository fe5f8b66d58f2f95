import type { Redis } from '@upstash/redis';
import { LIST_OWNER_HASH, leaseKey } from './redis-keys.ts';
import { CLEAR } from './redis-scripts.ts';
import { scanHash } from './scan-hash.ts';

/** A list and the run whose slices were put on it last. */
export type ListOwner = { readonly list: string; readonly runId: number };

/** Which run's slices are on which list. */
export const listOwnersOn = (redis: Pick<Redis, 'eval' | 'hget' | 'hscan'>) => ({
  /** The run whose slices were put on a list, if any were. */
  ownerOf: async (list: string): Promise<number | null> => {
    const owner = await redis.hget(LIST_OWNER_HASH, list);
    return owner === null ? null : Number(owner);
  },

  /** All lists on which slices of runs were put, each with the last of these runs. */
  owners: async (): Promise<ListOwner[]> => {
    const owners: ListOwner[] = [];
    for await (const page of scanHash(redis, LIST_OWNER_HASH))
      for (const { field, value } of page) owners.push({ list: field, runId: Number(value) });
    return owners;
  },

  /** That run is over: what is left of its slices goes. What another run or an old program put there stays. */
  clear: async (list: string, runId: number): Promise<void> => {
    await redis.eval(CLEAR, [list, leaseKey(list), LIST_OWNER_HASH], [list, runId]);
  },
});
