import type { Redis } from '@upstash/redis';
import type { Claimed } from './claimed.ts';
import { CRONTAB_HASH, leaseKey, markerKey, QUARANTINE } from './redis-keys.ts';
import { SET_FIELD_ASIDE, SET_ITEMS_ASIDE, SET_VALUES_ASIDE } from './redis-scripts.ts';
import { MARKER_TTL_MS } from './work-list.ts';

/** The newest are kept, each with this much of what was written: enough to see who writes nonsense. */
const MOST_KEPT = 1000;
const MOST_CHARACTERS = 200;

/** Why something was set aside. */
export type Reason =
  | 'no list of times'
  | 'no task'
  | 'not to be probed'
  | 'no chunk of its run'
  | 'no address of its network';

const entryOf = (from: string, what: string, reason: Reason, now: Date): string =>
  JSON.stringify({
    at: now.toISOString(),
    from: from.slice(0, MOST_CHARACTERS),
    what: what.slice(0, MOST_CHARACTERS),
    reason,
  });

/**
 * What programs wrote to Redis that stands for no work of ours: taken out of the way, never executed, and kept for
 * whoever wants to know. Each step may be repeated after a lost reply.
 */
export const quarantineOn = (redis: Pick<Redis, 'eval' | 'llen'>) => ({
  /** Takes a field out of the crontab hash, if its bytes are still these. False: somebody else wrote it. */
  field: async (field: string, value: string, reason: Reason, now: Date): Promise<boolean> => {
    const entry = entryOf(CRONTAB_HASH, `${field} ${value}`, reason, now);
    const args = [MOST_KEPT, field, value, entry];
    return Number(await redis.eval(SET_FIELD_ASIDE, [CRONTAB_HASH, QUARANTINE], args)) === 1;
  },

  /** Takes claimed items of a list out of circulation. */
  items: async (list: string, items: readonly Claimed[], reason: Reason, now: Date) => {
    if (items.length === 0) return;
    const args = items.flatMap(({ token, value }) => [token, entryOf(list, value, reason, now)]);
    await redis.eval(SET_ITEMS_ASIDE, [leaseKey(list), QUARANTINE], [MOST_KEPT, ...args]);
  },

  /** Keeps values that somebody else takes off a list, once per `step`. */
  values: async (
    list: string,
    step: string,
    values: readonly string[],
    reason: Reason,
    now: Date,
  ): Promise<void> => {
    if (values.length === 0) return;
    const entries = values.slice(-MOST_KEPT).map((value) => entryOf(list, value, reason, now));
    const keys = [markerKey(`aside:${step}`), QUARANTINE];
    await redis.eval(SET_VALUES_ASIDE, keys, [MOST_KEPT, MARKER_TTL_MS, ...entries]);
  },

  /** How much is kept. */
  size: async (): Promise<number> => Number(await redis.llen(QUARANTINE)),
});

export type Quarantine = ReturnType<typeof quarantineOn>;
