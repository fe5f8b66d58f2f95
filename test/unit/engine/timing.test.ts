import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Timing, usefulPatience } from '#shared/engine/timing.ts';

const measured = (...rttsMs: number[]) => {
  const timing = new Timing(512, 10_000);
  for (const rttMs of rttsMs) timing.measure(3, rttMs);
  return timing;
};

describe('Timing', () => {
  it('waits a second, less what the kernel would make two packets of, before it has measured anything', () => {
    expect(measured().timeoutMs(3, 1)).toBe(950);
    expect(measured().timeoutMs(3, 2)).toBe(1900);
  });

  it('is cautious where nothing answered yet, then takes it to be as far as the farthest it knows', () => {
    const timing = measured(200);
    for (let tries = 0; tries < 32; tries++) {
      expect(timing.timeoutMs(256, 1)).toBe(950);
      timing.countTry(256);
    }
    expect(timing.timeoutMs(256, 1)).toBeCloseTo(600, 3);
    expect(timing.timeoutMs(3, 1)).toBeCloseTo(600, 3);
  });

  it('says when a neighbourhood is much better known than before: at its first answer and its sixteenth', () => {
    const timing = measured();
    const isBetterKnown = Array.from({ length: 300 }, () => timing.measure(3, 5));
    expect(isBetterKnown.flatMap((better, i) => (better ? [i + 1] : []))).toEqual([1, 16]);
    expect(timing.measure(256, 5)).toBe(true);
  });

  it('lets one wild round trip among common ones move it little', () => {
    const timing = measured(...Array(20).fill(5));
    timing.measure(3, 1400);
    expect(timing.timeoutMs(3, 1)).toBeLessThan(200);
    for (let i = 0; i < 8; i++) timing.measure(3, 5);
    expect(timing.timeoutMs(3, 1)).toBe(50);
  });

  it('cuts a patience of about a second to what one packet can use, and no other', () => {
    expect([50, 950, 951, 1000, 1050, 1051, 2000].map(usefulPatience)).toEqual([
      50, 950, 950, 950, 950, 1051, 2000,
    ]);
  });

  it('follows RFC 6298: srtt + 4·rttvar', () => {
    expect(measured(200).timeoutMs(3, 1)).toBeCloseTo(200 + 4 * 100, 3);
    const rttvar = (3 / 4) * 100 + (1 / 4) * 80;
    const srtt = (7 / 8) * 200 + (1 / 8) * 280;
    expect(measured(200, 280).timeoutMs(3, 1)).toBeCloseTo(srtt + 4 * rttvar, 3);
  });

  it('doubles what it measured for each further try, but not the floor', () => {
    expect(measured(200).timeoutMs(3, 2)).toBeCloseTo(2 * 600, 3);
    expect(measured(5).timeoutMs(3, 2)).toBe(50);
    expect(measured(10).timeoutMs(3, 2)).toBeCloseTo(2 * 30, 3);
  });

  it('keeps apart what it knows of each /24', () => {
    const timing = measured(200);
    expect(timing.timeoutMs(255, 1)).toBeCloseTo(600, 3);
    expect(timing.timeoutMs(256, 1)).toBe(950);
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
          expect(timeoutMs).toBeGreaterThanOrEqual(Math.min(50, patienceMs));
        },
      ),
    );
  });
});
