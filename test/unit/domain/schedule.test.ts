import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSchedule, dueTimes, type Schedule } from '#shared/domain/schedule.ts';

const scheduleOf = (cron: string[], timezone = 'UTC', at: number[] = []): Schedule => ({
  cron,
  at,
  timezone,
});

/** The next `count` times of a line, each asked for at the one before. */
const nextTimes = (line: string, timezone: string, after: string, count: number): string[] => {
  const times: string[] = [];
  let now = new Date(after);
  for (let i = 0; i < count; i++) {
    now = new Date((dueTimes(scheduleOf([line], timezone), now)[0] ?? Number.NaN) * 1000);
    times.push(now.toISOString().replace(':00.000Z', 'Z'));
  }
  return times;
};

describe('the next times of a cron line', () => {
  it.each([
    [
      'hourly',
      '15 * * * *',
      'UTC',
      '2026-11-22T23:15Z',
      ['2026-11-23T00:15Z', '2026-11-23T01:15Z'],
    ],
    [
      'daily in China',
      '45 1 * * *',
      'Asia/Shanghai',
      '2026-11-22T00:00Z',
      ['2026-11-22T17:45Z', '2026-11-23T17:45Z'],
    ],
    [
      'weekly, Mondays',
      '0 3 * * 1',
      'Asia/Shanghai',
      '2026-11-22T00:00Z',
      ['2026-11-22T19:00Z', '2026-11-29T19:00Z'],
    ],
    [
      'weekly, Sunday as 7',
      '0 0 * * 7',
      'UTC',
      '2026-11-22T00:00Z',
      ['2026-11-29T00:00Z', '2026-12-06T00:00Z'],
    ],
    [
      'every 20 minutes',
      '*/20 * * * *',
      'UTC',
      '2026-12-31T23:30Z',
      ['2026-12-31T23:40Z', '2027-01-01T00:00Z'],
    ],
    [
      'monthly over the year',
      '0 0 1 * *',
      'UTC',
      '2026-11-22T00:00Z',
      ['2026-12-01T00:00Z', '2027-01-01T00:00Z'],
    ],
    [
      'the 31st, in months that have one',
      '0 0 31 * *',
      'UTC',
      '2026-03-31T00:00Z',
      ['2026-05-31T00:00Z', '2026-07-31T00:00Z', '2026-08-31T00:00Z'],
    ],
    [
      'the 30th, not in February',
      '0 0 30 * *',
      'UTC',
      '2027-01-30T00:00Z',
      ['2027-03-30T00:00Z', '2027-04-30T00:00Z'],
    ],
    [
      '29 February, in leap years',
      '30 6 29 2 *',
      'UTC',
      '2026-11-22T00:00Z',
      ['2028-02-29T06:30Z', '2032-02-29T06:30Z'],
    ],
    [
      'December, asked in December',
      '0 12 24 12 *',
      'Europe/Berlin',
      '2026-12-24T11:00Z',
      ['2027-12-24T11:00Z', '2028-12-24T11:00Z'],
    ],
    [
      'the last minute of the year',
      '59 23 31 12 *',
      'Asia/Shanghai',
      '2026-12-31T15:58Z',
      ['2026-12-31T15:59Z', '2027-12-31T15:59Z'],
    ],
    [
      'day of month or weekday, as cron has it',
      '0 0 13 * 5',
      'UTC',
      '2026-11-22T00:00Z',
      ['2026-11-27T00:00Z', '2026-12-04T00:00Z', '2026-12-11T00:00Z', '2026-12-13T00:00Z'],
    ],
    [
      'by names',
      '0 0 * JAN MON',
      'UTC',
      '2026-11-22T00:00Z',
      ['2027-01-04T00:00Z', '2027-01-11T00:00Z'],
    ],
  ])('%s', (_, line, timezone, after, expected) => {
    expect(nextTimes(line, timezone, after, expected.length)).toEqual(expected);
  });

  it('in a night without that hour is the first instant after the gap', () => {
    expect(nextTimes('30 2 * * *', 'Europe/Berlin', '2026-03-28T00:00Z', 3)).toEqual([
      '2026-03-28T01:30Z',
      '2026-03-29T01:00Z',
      '2026-03-30T00:30Z',
    ]);
  });

  it('in a night that has that hour twice comes once, the first time', () => {
    expect(nextTimes('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00Z', 2)).toEqual([
      '2026-10-25T00:30Z',
      '2026-10-26T01:30Z',
    ]);
  });

  it('of an hourly line stay an hour apart through both nights', () => {
    expect(nextTimes('0 * * * *', 'Europe/Berlin', '2026-03-29T00:00Z', 3)).toEqual([
      '2026-03-29T01:00Z',
      '2026-03-29T02:00Z',
      '2026-03-29T03:00Z',
    ]);
    expect(nextTimes('0 * * * *', 'Europe/Berlin', '2026-10-24T23:30Z', 4)).toEqual([
      '2026-10-25T00:00Z',
      '2026-10-25T01:00Z',
      '2026-10-25T02:00Z',
      '2026-10-25T03:00Z',
    ]);
  });

  it('are on the minute asked for, later than now, and the first such: where clocks do not change', () => {
    const zone = fc.constantFrom('UTC', 'Asia/Shanghai', 'Asia/Kolkata', 'America/Phoenix');
    const when = fc.record({
      minute: fc.nat(59),
      hour: fc.nat(23),
      zone,
      nowMs: fc.integer({ min: 1.7e12, max: 2.5e12 }),
    });
    fc.assert(
      fc.property(when, ({ minute, hour, zone, nowMs }) => {
        const [due = 0] = dueTimes(scheduleOf([`${minute} ${hour} * * *`], zone), new Date(nowMs));
        const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'medium' });
        const two = (n: number) => String(n).padStart(2, '0');
        expect(clock.format(due * 1000)).toBe(`${two(hour)}:${two(minute)}:00`);
        expect(due * 1000).toBeGreaterThan(nowMs);
        expect(due * 1000 - nowMs).toBeLessThanOrEqual(86_400_000);
      }),
    );
  });
});

describe('the due times of a schedule', () => {
  const after = new Date('2026-11-22T00:00:00Z');
  const seconds = (text: string) => Date.parse(text) / 1000;

  it('are one for each line and all one-off times ahead, ascending, without repeats', () => {
    const day = seconds('2026-11-23T00:00Z');
    const schedule = scheduleOf(['0 0 * * *', '0 * * * *', '0 0 23 11 *'], 'UTC', [
      1_999_999_999,
      day,
      seconds('2026-11-22T00:00Z'),
      1_000_000_000,
    ]);
    expect(dueTimes(schedule, after)).toEqual([seconds('2026-11-22T01:00Z'), day, 1_999_999_999]);
  });

  it('are none when the one-off times are over', () => {
    expect(dueTimes(scheduleOf([], 'UTC', [1_700_000_000]), after)).toEqual([]);
  });

  it('are strictly later, to the millisecond', () => {
    const one = scheduleOf([], 'UTC', [seconds('2026-11-22T00:00Z')]);
    expect(dueTimes(one, new Date(after.getTime() - 1))).toEqual(one.at);
    expect(dueTimes(one, after)).toEqual([]);
    const minutely = scheduleOf(['* * * * *']);
    expect(dueTimes(minutely, new Date(after.getTime() - 1))).toEqual([after.getTime() / 1000]);
    expect(dueTimes(minutely, after)).toEqual([after.getTime() / 1000 + 60]);
  });
});

describe('a schedule is refused', () => {
  const now = new Date('2026-11-22T00:00:00Z');
  const refusal = (pointer: string, code: string) =>
    expect.objectContaining({ code: 'schedule-invalid', errors: [{ pointer, code }] });

  it.each([
    ['six fields', '0 * * * * *'],
    ['four fields', '* * * *'],
    ['a nickname', '@daily'],
    ['@reboot', '@reboot'],
    ['a date', '2026-12-01T00:00:00'],
    ['nothing', ''],
    ['spaces only', '         '],
    ['a leading space', ' 0 0 * * *'],
    ['a trailing newline', '0 0 * * *\n'],
    ['a minute of 60', '60 * * * *'],
    ['a day of 0', '0 0 0 * *'],
    ['a month of 13', '0 0 1 13 *'],
    ['a step of 0', '*/0 * * * *'],
    ['a step from a number', '0/5 * * * *'],
    ['a range backwards', '30-10 * * * *'],
    ['Arabic-Indic digits', '١ 0 * * *'],
    ['words', 'every day at noon please'],
    ['31 February', '0 0 31 2 *'],
    ['31 June', '0 0 31 6 *'],
    ['a Monday that is 29 February, years away', '0 0 29 2 +1'],
  ])('with %s as a cron line', (_, line) => {
    expect(() => checkSchedule(scheduleOf(['0 0 * * *', line]), now)).toThrow(
      refusal('/cron/1', 'not-a-cron-line'),
    );
  });

  it('with a line that does not fire within five years', () => {
    const leapDay = scheduleOf(['0 0 29 2 *']);
    expect(() => checkSchedule(leapDay, new Date('2096-02-29T12:00Z'))).toThrow(
      refusal('/cron/0', 'not-a-cron-line'),
    );
    expect(() => checkSchedule(leapDay, new Date('2092-02-29T12:00Z'))).not.toThrow();
  });

  it.each(['Mars/Phobos', '', '+08:00', 'UTC ', 'Asia/Shanghai\n', '../etc/passwd', 'Asia', '//'])(
    'with %j as its time zone',
    (timezone) => {
      expect(() => checkSchedule(scheduleOf(['0 0 * * *'], timezone), now)).toThrow(
        refusal('/timezone', 'unknown-timezone'),
      );
    },
  );

  it.each([
    ['past', 1_000_000_000],
    ['present', now.getTime() / 1000],
    ['in milliseconds', 1_900_000_000_000],
    ['of the year 2100', 4_102_444_800],
  ])('with a one-off time that is %s', (_, time) => {
    const schedule = scheduleOf([], 'UTC', [1_999_999_999, time]);
    expect(() => checkSchedule(schedule, now)).toThrow(refusal('/at/1', 'not-in-the-future'));
  });

  it('but not otherwise', () => {
    const lines = [
      '45 1 * * *',
      '0 3 * * 1',
      '0  0  1 * *',
      '0 0 * * 0-7',
      '0 0 L * *',
      '1,2-5/2 * * * *',
    ];
    for (const timezone of ['UTC', 'Asia/Shanghai', 'US/Eastern', 'Etc/GMT+8'])
      expect(() => checkSchedule(scheduleOf(lines, timezone, [4_102_444_799]), now)).not.toThrow();
  });
});
