import type { Redis } from '@upstash/redis';
import { batchesOf } from './batches-of.ts';
import { CRONTAB_HASH, EPOCH_KEY } from './redis-keys.ts';
import { ADVANCE, RESTORE } from './redis-scripts.ts';
import { scanHash } from './scan-hash.ts';

/** Fields of the crontab hash and what they are to be; null: not there. */
export type FieldValues = readonly (readonly [field: string, value: string | null])[];

/** A field and its value may be some kilobytes, and a request to Redis a megabyte. */
const FIELDS_AT_ONCE = 100;

/** The crontab hash: `net&tcp&udp` → JSON list of due epoch seconds, as old programs read and write it. */
export const crontabOn = (
  redis: Pick<Redis, 'eval' | 'hget' | 'hscan' | 'hset' | 'hdel' | 'set' | 'get'>,
) => ({
  /** All fields and their raw values, page by page; a field may be seen twice. */
  scan: () => scanHash(redis, CRONTAB_HASH),

  /** A field as it is now; null when it is not there. */
  get: async (field: string): Promise<string | null> => {
    const value = await redis.hget(CRONTAB_HASH, field);
    return value === null ? null : String(value);
  },

  /** Writes fields; null removes one. */
  set: async (values: FieldValues): Promise<void> => {
    for (const batch of batchesOf(values, FIELDS_AT_ONCE)) {
      const there = batch.filter(([, value]) => value !== null);
      const gone = batch.filter(([, value]) => value === null).map(([field]) => field);
      if (there.length > 0) await redis.hset(CRONTAB_HASH, Object.fromEntries(there));
      if (gone.length > 0) await redis.hdel(CRONTAB_HASH, ...gone);
    }
  },

  /** Writes fields that are not there. */
  restore: async (values: readonly (readonly [field: string, value: string])[]): Promise<void> => {
    for (const batch of batchesOf(values, FIELDS_AT_ONCE))
      await redis.eval(RESTORE, [CRONTAB_HASH], batch.flat());
  },

  /** Replaces the value if its bytes are still `expected`; null removes the field. False: somebody else wrote it. */
  advance: async (field: string, expected: string, next: string | null): Promise<boolean> =>
    Number(await redis.eval(ADVANCE, [CRONTAB_HASH], [field, expected, next ?? ''])) === 1,

  /** True the first time after Redis lost its data (or was new); from then on Redis is taken to be whole. */
  wasLost: async (): Promise<boolean> => (await redis.get(EPOCH_KEY)) === null,
  markWhole: async (): Promise<void> => {
    await redis.set(EPOCH_KEY, '1');
  },
});

export type Crontab = ReturnType<typeof crontabOn>;
