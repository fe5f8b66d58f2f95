import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cronInWords } from '#dashboard/schedule/in-words.ts';
import { nextTimes, wrongIn } from '#dashboard/schedule/next-times.ts';
import { changeKind, KINDS, lineOf, type Picked, pickedOf } from '#dashboard/schedule/picked.ts';
import { epochOf } from '#dashboard/schedule/single-time.ts';

const NOW = new Date('2026-11-22T10:00:00Z');
const two = (n: number): string => String(n).padStart(2, '0');
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${two(hour)}:${two(minute)}`);
const picked: fc.Arbitrary<Picked> = fc.oneof(
  fc.record({ kind: fc.constant('hour' as const), minute: fc.integer({ min: 0, max: 59 }) }),
  fc.record({ kind: fc.constant('day' as const), time }),
  fc.record({ kind: fc.constant('week' as const), weekday: fc.integer({ min: 0, max: 6 }), time }),
  fc.record({ kind: fc.constant('month' as const), day: fc.integer({ min: 1, max: 28 }), time }),
);

describe('a picked time', () => {
  it('is read back from its line as it was picked', () => {
    fc.assert(
      fc.property(picked, (one) => {
        expect(pickedOf(lineOf(one))).toEqual(one);
      }),
    );
  });

  it.each([
    '*/5 * * * *',
    '0 3 * 1 *',
    '0 3,15 * * *',
    '0 3 1 * 1',
    '@daily',
    '',
    '0 3 L * *',
    '07 3 * * *',
  ])('that the picker cannot say is kept as it is written: %s', (line) => {
    expect(pickedOf(line)).toEqual({ kind: 'custom', line });
  });

  it('keeps its time of day when it comes another way', () => {
    expect(changeKind({ kind: 'day', time: '04:30' }, 'week')).toEqual({
      kind: 'week',
      weekday: 1,
      time: '04:30',
    });
    fc.assert(
      fc.property(picked, fc.constantFrom(...KINDS), (one, kind) => {
        expect(
          wrongIn({ cron: [lineOf(changeKind(one, kind))], at: [], timezone: 'UTC' }, NOW),
        ).toEqual({
          zone: false,
          lines: new Set(),
        });
      }),
    );
  });
});

describe('a schedule', () => {
  it('shows its next five times, whichever line they are of', () => {
    const schedule = { cron: ['0 3 * * *', '0 15 * * *'], at: [], timezone: 'Asia/Shanghai' };
    expect(nextTimes(schedule, NOW).map((next) => next.toISOString())).toEqual([
      '2026-11-22T19:00:00.000Z',
      '2026-11-23T07:00:00.000Z',
      '2026-11-23T19:00:00.000Z',
      '2026-11-24T07:00:00.000Z',
      '2026-11-24T19:00:00.000Z',
    ]);
  });

  it('says which of its lines is wrong, and whether the zone is', () => {
    const said = { cron: ['0 3 * * *', 'x', '0 0 31 2 *'], at: [], timezone: 'Mars/Base' };
    expect(wrongIn(said, NOW)).toEqual({ zone: true, lines: new Set([1, 2]) });
  });

  it('is told in words', () => {
    expect(cronInWords('45 1 * * *', 'en')).toBe('At 01:45');
    expect(cronInWords('45 1 * * 1', 'zh')).toMatch(/星期一/);
    expect(cronInWords('nonsense', 'en')).toBe('nonsense');
  });
});

describe('a single time', () => {
  it.each([
    ['2026-12-01T10:00', 'Asia/Shanghai', '2026-12-01T02:00:00Z'],
    ['2026-12-01T10:00:30', 'UTC', '2026-12-01T10:00:30Z'],
    // The clock jumps from two to three.
    ['2027-03-28T02:30', 'Europe/Berlin', '2027-03-28T01:30:00Z'],
    // The clock shows it twice.
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00Z'],
    ['2020-02-29T00:00', 'America/New_York', '2020-02-29T05:00:00Z'],
  ])('%s in %s is %s', (local, zone, instant) => {
    expect(epochOf(local, zone)).toBe(Date.parse(instant) / 1000);
  });

  it.each(['', '10:00', '0 3 * * *', '2026-12-01'])('is not %j', (text) => {
    expect(epochOf(text, 'UTC')).toBeNull();
  });

  it('is what a clock in its zone shows then', () => {
    const at = fc.integer({ min: 1_700_000_000, max: 4_000_000_000 });
    const zone = fc.constantFrom('UTC', 'Asia/Kolkata', 'Europe/Berlin', 'Pacific/Apia');
    fc.assert(
      fc.property(at, zone, (seconds, timeZone) => {
        const shown = new Date(seconds * 1000).toLocaleString('sv-SE', { timeZone });
        const read = epochOf(shown.replace(' ', 'T'), timeZone) ?? 0;
        // Where the clock was put back, the same was shown an hour before.
        expect([0, 3600]).toContain(seconds - read);
      }),
    );
  });
});
