import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Timing } from '#shared/engine/timing.ts';

const measured = (...rttsMs: number[]) => {
  const timing = new Timing(512, 10_000);
  for (const rttMs of rttsMs) timing.measure(3, rttMs);
  return timing;
};

describe('Timing', () => {
  it('waits a second before it has measured anything, twice that on the second try', () => {
    expect(measured().timeoutMs(3, 1)).toBe(1000);
    expect(measured().timeoutMs(3, 2)).toBe(2000);
  });

  it('follows RFC 6298: srtt + 4·rttvar', () => {
    expect(measured(200).timeoutMs(3, 1)).toBeCloseTo(200 + 4 * 100, 3);
    const rttvar = (3 / 4) * 100 + (1 / 4) * 80;
    const srtt = (7 / 8) * 200 + (1 / 8) * 280;
    expect(measured(200, 280).timeoutMs(3, 1)).toBeCloseTo(srtt + 4 * rttvar, 3);
  });

  it('keeps apart what it knows of each /24', () => {
    const timing = measured(200);
    expect(timing.timeoutMs(255, 1)).toBeCloseTo(600, 3);
    expect(timing.timeoutMs(256, 1)).toBe(1000);
  });

  it('never waits less than the floor nor more than its patience', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 60_000, noNaN: true }), { maxLength: 20 }),
        fc.integer({ min: 50, max: 10_000 }),
        fc.integer({ min: 1, max: 2 }),
        (rttsMs, patienceMs, attempt) => {
          const timing = new Timing(1, patienceMs);
          for (const rttMs of rttsMs) timing.measure(0, rttMs);
          const timeoutMs = timing.timeoutMs(0, attempt);
          expect(timeoutMs).toBeLessThanOrEqual(patienceMs);
          expect(timeoutMs).toBeGreaterThanOrEqual(Math.min(100, patienceMs));
        },
      ),
    );
  });
});
