import { dueTimesValue, type Schedule } from '#shared/domain/schedule.ts';
import { passing } from '#shared/runtime/kill-points.ts';
import type { Log } from '#shared/runtime/log.ts';
import type { Crontab } from '#shared/store/crontab.ts';
import type { DueTimes } from '#shared/store/due-times.ts';

/** A field of the crontab hash; no schedule takes the field away. */
export type ScheduleChange = { readonly key: string; readonly schedule: Schedule | null };

export type Deps = {
  readonly crontab: Pick<Crontab, 'set'>;
  readonly dueTimes: Pick<DueTimes, 'told'>;
  readonly log: Pick<Log, 'warn'>;
};

/**
 * Writes schedules where old programs and the scheduler look for them. Postgres has them already: should Redis fail
 * now, the scheduler puts it right, and the caller need not know.
 */
export const writeSchedules = async (
  changes: readonly ScheduleChange[],
  now: Date,
  { crontab, dueTimes, log }: Deps,
): Promise<void> => {
  try {
    const values = changes.map(({ key, schedule }) => [key, dueTimesValue(schedule, now)] as const);
    await crontab.set(values);
    passing('api.after_redis');
    await dueTimes.told(values);
  } catch (error) {
    log.warn('schedules are left to the scheduler', { fields: changes.length, error });
  }
};
