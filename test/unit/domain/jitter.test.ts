import { expect, it } from 'vitest';
import { jitterOf } from '#shared/domain/jitter.ts';

const hourly = { cron: ['0 * * * *'], at: [], timezone: 'UTC' };
const minutely = { cron: ['* * * * *'], at: [], timezone: 'UTC' };
const due = new Date('2026-11-22T10:00:00Z');

it('spreads a thousand hourly tasks over three minutes, each to a second of its own choice for ever', () => {
  const keys = Array.from({ length: 1000 }, (_, i) => `10.${i % 256}.${i >> 8}.0/24&22&`);
  const late = keys.map((key) => jitterOf(key, 180, hourly, due));
  expect(late.every((seconds) => seconds >= 0 && seconds <= 180)).toBe(true);
  const inASecond = [...Map.groupBy(late, (seconds) => seconds).values()].map((of) => of.length);
  expect(Math.max(...inASecond)).toBeLessThan(20);
  expect(keys.map((key) => jitterOf(key, 180, hourly, due))).toEqual(late);
});

it('is at most half of the time to the next run, and nothing where none is asked for', () => {
  for (const key of ['a', 'b', 'c']) {
    expect(jitterOf(key, 3600, minutely, due)).toBeLessThanOrEqual(30);
    expect(jitterOf(key, 0, hourly, due)).toBe(0);
    expect(jitterOf(key, 180, null, due)).toBe(0);
  }
});
