import './no-eval.ts';
import { checkSchedule, dueTimes, type Schedule } from '#shared/domain/schedule.ts';

const SHOWN = 5;

/** What is wrong with a schedule: its zone, or one of its lines. */
export type Wrong = { readonly zone: boolean; readonly lines: ReadonlySet<number> };

const isWrong = (schedule: Schedule, now: Date): boolean => {
  try {
    checkSchedule(schedule, now);
    return false;
  } catch {
    return true;
  }
};

export const wrongIn = ({ cron, timezone }: Schedule, now: Date): Wrong => {
  const zone = isWrong({ cron: [], at: [], timezone }, now);
  const lines = cron.flatMap((line, index) =>
    isWrong({ cron: [line], at: [], timezone: zone ? 'UTC' : timezone }, now) ? [index] : [],
  );
  return { zone, lines: new Set(lines) };
};

/** The next times of all lines together, as a task would be due. */
export const nextTimes = (schedule: Schedule, now: Date): Date[] => {
  const times: Date[] = [];
  let after = now;
  while (times.length < SHOWN) {
    const [next] = dueTimes(schedule, after);
    if (next === undefined) break;
    after = new Date(next * 1000);
    times.push(after);
  }
  return times;
};
