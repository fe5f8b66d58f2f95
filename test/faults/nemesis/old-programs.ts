import { NETWORK_QUEUE } from '#shared/store/redis-keys.ts';
import type { Chance } from '#test/faults/rig/chance.ts';
import type { Rig } from '#test/faults/rig/rig.ts';
import type { Place } from './place.ts';

/** Programs of the old system, which know of no lease and take, and write, what they like. */
export const oldProgramsOf = (rig: Rig, chance: Chance, place: Place) => {
  const { command } = rig.redis;

  /** Takes items off a list of ours, and never comes back. */
  const stealItem = async (): Promise<void> => {
    const { rows } = await rig.postgres.query<{ key: string }>(
      `select key from netsweep_run where state in ('queued', 'probing') and trigger <> 'legacy'`,
    );
    const run = rows[chance.below(Math.max(1, rows.length))];
    if (run) await command('LPOP', run.key);
  };

  /** Has a few addresses probed, one of which is none. */
  const bringWork = async (): Promise<void> => {
    const key = `${place.legacyNetwork}&22&`;
    const items = [1, 2, 3].map(() => place.legacyAddress(chance.below(16)));
    await command('RPUSH', key, ...items, 'no address');
    await command('RPUSH', NETWORK_QUEUE, key);
  };

  const deeds = [stealItem, stealItem, bringWork] as const;
  return { act: () => chance.pick(deeds)() };
};
