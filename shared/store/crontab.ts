import type { Redis } from '@upstash/redis';
import { CRONTAB_HASH, EPOCH_KEY } from './redis-keys.ts';
import { ADVANCE } from './redis-scripts.ts';
import { scanHash } from './scan-hash.ts';

/** The crontab hash: `net&tcp&udp` → JSON list of due epoch seconds, as old programs read and write it. */
export const crontabOn = (
  redis: Pick<Redis, 'eval' | 'hget' | 'hscan' | 'hset' | 'hsetnx' | 'hdel' | 'set' | 'get'>,
) => ({
  /** All fields and their raw values, page by page; a field may be seen twice. */
  scan: () => scanHash(redis, CRONTAB_HASH),

  /** A field as it is now; null when it is not there. */
  get: async (field: string): Promise<string | null> => {
    const value = await redis.hget(CRONTAB_HASH, field);
    return value === null ? null : String(value);
  },

  /** Writes a field; null removes it. */
  set: async (field: string, value: string | null): Promise<void> => {
    if (value === null) await redis.hdel(CRONTAB_HASH, field);
    else await redis.hset(CRONTAB_HASH, { [field]: value });
  },

  /** Writes a field that is not there. */
  restore: async (field: string, value: string): Promise<void> => {
    await redis.hsetnx(CRONTAB_HASH, field, value);
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
