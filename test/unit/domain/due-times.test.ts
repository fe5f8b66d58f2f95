import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueTimesWithin, formatDueTimes, parseDueTimes } from '#shared/domain/schedule.ts';

describe('a value of the schedule hash', () => {
  it.each([
    ['[1599397501, 1599397201]', [1_599_397_501, 1_599_397_201]],
    ['[1599398701]', [1_599_398_701]],
    [' [ 1599398701 ]\n', [1_599_398_701]],
    ['[0, 4102444799]', [0, 4_102_444_799]],
    ['[1599398701, 1599398701]', [1_599_398_701, 1_599_398_701]],
  ])('%j is read in its own order', (json, expected) => {
    expect(parseDueTimes(json)).toEqual(expected);
  });

  it.each([
    '',
    '[]',
    '{}',
    'null',
    '1599398701',
    '[1599398701',
    '[1599398701,]',
    "['1599398701']",
    '["1599398701"]',
    '[1599398701, "1599398701"]',
    '[1599398701.5]',
    '[1599398701000]',
    '[4102444800]',
    '[-1]',
    '[null]',
    '[true]',
    '[NaN]',
    '[1e400]',
    '[[1599398701]]',
    '[1599398701] x',
  ])('%j is malformed', (json) => {
    expect(parseDueTimes(json)).toBeNull();
  });

  it("is written as Python's json.dumps writes it", () => {
    expect(formatDueTimes([1_599_397_501, 1_599_397_201])).toBe('[1599397501, 1599397201]');
    expect(formatDueTimes([7])).toBe('[7]');
  });

  it('that is written is read back', () => {
    const times = fc.array(fc.integer({ min: 0, max: 4_102_444_799 }), { minLength: 1 });
    fc.assert(
      fc.property(times, (list) => {
        expect(parseDueTimes(formatDueTimes(list))).toEqual(list);
      }),
    );
  });
});

describe('the times of a schedule that went by', () => {
  const at = (text: string) => new Date(`2026-03-01T${text}:00Z`);
  const epoch = (text: string) => at(text).getTime() / 1000;
  const schedule = { cron: ['0 * * * *', '*/30 * * * *'], at: [epoch('02:15')], timezone: 'UTC' };

  it('are those of all its lines after the one moment up to and with the other, each once', () => {
    const times = dueTimesWithin(schedule, at('02:00'), at('03:30'), 100);
    const gone = ['02:15', '02:30', '03:00', '03:30'].map(epoch);
    expect([...times].sort()).toEqual(gone);
  });

  it('are none where none went by', () => {
    expect(dueTimesWithin(schedule, at('02:30'), at('02:59'), 100)).toEqual(new Set());
    expect(dueTimesWithin(schedule, at('03:00'), at('02:00'), 100)).toEqual(new Set());
  });

  it('are counted no further than asked', () => {
    const everyMinute = { ...schedule, cron: ['* * * * *', '* * * * *'] };
    expect(dueTimesWithin(everyMinute, new Date(0), at('02:00'), 7).size).toBe(7);
  });
});
