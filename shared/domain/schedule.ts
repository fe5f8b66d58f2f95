import { Cron } from 'croner';
import * as z from 'zod';
import { DomainError, type FieldError } from './errors.ts';
import { jsonOf } from './json-of.ts';

/** When a task is due: five-field cron lines in an IANA time zone, and one-off times in epoch seconds. */
export type Schedule = {
  readonly cron: readonly string[];
  readonly at: readonly number[];
  readonly timezone: string;
};

const MAX_TIMES = 100;
/** 2100-01-01: a larger number is a time in milliseconds. */
const MAX_EPOCH_SECONDS = 4_102_444_800;
const HORIZON_YEARS = 5;

/** A schedule as a caller may write it; `checkSchedule` reads what the lines, times and zone mean. */
export const scheduleRequest = z
  .strictObject({
    cron: z.array(z.string().max(128)).max(MAX_TIMES).default([]),
    at: z.array(z.int().min(0)).max(MAX_TIMES).default([]),
    timezone: z.string().min(1).max(64).default('UTC'),
  })
  .refine(({ cron, at }) => cron.length + at.length >= 1, { params: { code: 'no-time' } })
  .refine(({ cron, at }) => cron.length + at.length <= MAX_TIMES, { params: { code: 'too-big' } });

const FIELD = '[0-9A-Za-z*?,/#+-]+';
/** croner alone would also take nicknames and single dates. */
const FIVE_FIELDS = new RegExp(`^${FIELD}(?: +${FIELD}){4}$`);
/** A name of the time zone database; croner alone would take '' and offsets such as +08:00 as well. */
const ZONE = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;

const refuse = (errors: readonly FieldError[], message: string): never => {
  throw new DomainError('schedule-invalid', message, { errors });
};

/**
 * Throws `schedule-invalid` unless the zone exists, each cron line fires within 5 years of `now` and each one-off
 * time is in the future. Names the first wrong cron line only: finding out that a line never fires takes milliseconds.
 */
export const checkSchedule = (schedule: Schedule, now: Date): void => {
  checkZone(schedule.timezone);
  const nowSeconds = now.getTime() / 1000;
  const past = schedule.at.findIndex((time) => time <= nowSeconds || time >= MAX_EPOCH_SECONDS);
  if (past !== -1)
    refuse(
      [{ pointer: `/at/${past}`, code: 'not-in-the-future' }],
      'One-off times are in the future, in epoch seconds below 4102444800.',
    );
  const wrong = schedule.cron.findIndex((line) => !firesSoon(line, schedule.timezone, now));
  if (wrong !== -1)
    refuse(
      [{ pointer: `/cron/${wrong}`, code: 'not-a-cron-line' }],
      'A cron line has five fields (minute, hour, day, month, weekday) and fires within 5 years.',
    );
};

const checkZone = (timezone: string): void => {
  const known = () => new Intl.DateTimeFormat('en', { timeZone: timezone });
  if (ZONE.test(timezone) && succeeds(known)) return;
  refuse(
    [{ pointer: '/timezone', code: 'unknown-timezone' }],
    'The time zone is an IANA name, such as Asia/Shanghai.',
  );
};

const succeeds = (attempt: () => unknown): boolean => {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
};

const firesSoon = (line: string, timezone: string, now: Date): boolean => {
  if (!FIVE_FIELDS.test(line) || !succeeds(() => cronOf(line, timezone))) return false;
  const horizon = new Date(now);
  horizon.setUTCFullYear(horizon.getUTCFullYear() + HORIZON_YEARS);
  const next = cronOf(line, timezone).nextRun(now);
  return next !== null && next <= horizon;
};

/** A parsed line; without a function to call, croner starts no timer. */
const cronOf = (line: string, timezone: string): Cron =>
  new Cron(line, { timezone, mode: '5-part' });

/**
 * Epoch seconds of the next time of each cron line strictly after `after`, and of the one-off times after it;
 * ascending, without repeats. Month ends, leap days and clock changes follow the schedule's time zone.
 */
export const dueTimes = ({ cron, at, timezone }: Schedule, after: Date): number[] => {
  const next = cron.map((line) => cronOf(line, timezone).nextRun(after));
  const times = next.flatMap((time) => (time === null ? [] : [time.getTime() / 1000]));
  const left = at.filter((time) => time * 1000 > after.getTime());
  return [...new Set([...times, ...left])].sort((a, b) => a - b);
};

/**
 * Epoch seconds of a schedule's times after `after` up to and including `until`. A search through years of minutes would
 * take seconds: it ends when there are `most`.
 */
export const dueTimesWithin = (
  { cron, at, timezone }: Schedule,
  after: Date,
  until: Date,
  most: number,
): Set<number> => {
  const times = new Set(
    at.filter((time) => time * 1000 > after.getTime() && time * 1000 <= until.getTime()),
  );
  for (const line of cron) {
    const runs = cronOf(line, timezone);
    let next = runs.nextRun(after);
    for (; next !== null && next <= until && times.size < most; next = runs.nextRun(next))
      times.add(next.getTime() / 1000);
  }
  return times;
};

/** Reads a value of the schedule hash: a JSON list of epoch seconds, in its own order. Null when it is anything else. */
export const parseDueTimes = (json: string): number[] | null => {
  const times = jsonOf(json);
  return Array.isArray(times) && times.length > 0 && times.every(isEpochSeconds) ? times : null;
};

const isEpochSeconds = (time: unknown): time is number =>
  Number.isInteger(time) && Number(time) >= 0 && Number(time) < MAX_EPOCH_SECONDS;

/** Writes a value of the schedule hash as Python's json.dumps does: `[1, 2]`. */
export const formatDueTimes = (times: readonly number[]): string => `[${times.join(', ')}]`;

/** What the schedule hash holds for a schedule at a time; null when there is nothing to hold. */
export const dueTimesValue = (schedule: Schedule | null, now: Date): string | null => {
  const times = schedule === null ? [] : dueTimes(schedule, now);
  return times.length > 0 ? formatDueTimes(times) : null;
};
