import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DelayLine } from '#shared/engine/delay-line.ts';

const takeAllDue = (line: DelayLine, now: number): number[] => {
  const value = line.takeDue(now);
  return value < 0 ? [] : [value, ...takeAllDue(line, now)];
};
const upTo = (size: number) => Array.from({ length: size }, (_, i) => i);

describe('DelayLine', () => {
  it('gives back everything in order, each when it is due, however much there is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 3000 }),
        (size, lag) => {
          const line = new DelayLine();
          const out = upTo(size + lag).map((now) => {
            if (now < size) line.put(now, now + lag);
            return takeAllDue(line, now);
          });
          expect(out.slice(0, lag).flat()).toEqual([]);
          expect(out.slice(lag)).toEqual(upTo(size).map((value) => [value]));
        },
      ),
      { numRuns: 8 },
    );
  });

  it('grows while it wraps around', () => {
    const line = new DelayLine();
    for (const value of upTo(1000)) line.put(value, 0);
    for (const value of upTo(900)) expect(line.takeDue(0)).toBe(value);
    for (const value of upTo(4000)) line.put(1000 + value, 0);
    expect(upTo(4100).map(() => line.takeDue(0))).toEqual(upTo(4100).map((i) => 900 + i));
    expect(line.nextAt).toBe(Number.POSITIVE_INFINITY);
  });
});
