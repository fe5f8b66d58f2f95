import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HostPace } from '#shared/engine/host-pace.ts';
import { Pace } from '#shared/engine/pace.ts';
import { numbersFrom } from '#test/support/numbers-from.ts';

type Gate = { readyAt: (now: number) => number; take: (now: number) => void };

/** Sends as often as the gate allows for some seconds, by a timer of a millisecond that now and then lags. */
const sendThrough = (gate: Gate, seed: number, seconds: number, lagMs: number): number[] => {
  const random = numbersFrom(seed);
  const sent: number[] = [];
  for (let now = 0.5; now < seconds * 1000; now += random() < 0.01 ? lagMs : 0.5 + random()) {
    while (gate.readyAt(now) <= now) {
      gate.take(now);
      sent.push(now);
    }
  }
  return sent;
};

const mostInASecond = (sent: readonly number[]): number => {
  let from = 0;
  return sent.reduce((most, at, to) => {
    while (at - (sent[from] ?? 0) >= 1000) from += 1;
    return Math.max(most, to - from + 1);
  }, 0);
};

const cases = fc.record({ seed: fc.nat(), lagMs: fc.integer({ min: 1, max: 80 }) });

describe('Pace', () => {
  it('holds in any second, wherever it begins', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 4000 }), ({ seed, lagMs }, rate) => {
        const sent = sendThrough(new Pace(rate, 0), seed, 5, lagMs);
        expect(mostInASecond(sent)).toBeLessThanOrEqual(rate);
      }),
      { numRuns: 25 },
    );
  });

  it.each([100, 5000, 20_000])(
    'of %i a second is met within 3 %%, though the timer lags',
    (rate) => {
      const sent = sendThrough(new Pace(rate, 0), 1, 10, 60);
      expect(sent.length / 10).toBeGreaterThan(0.97 * rate);
    },
  );

  it('goes slower than one a second when told so', () => {
    const sent = sendThrough(new Pace(0.5, 0), 1, 9, 1);
    expect(sent.length).toBeLessThanOrEqual(5);
    expect(sent.length).toBeGreaterThanOrEqual(4);
  });

  it('does not save up for a burst while nothing is sent', () => {
    const pace = new Pace(1000, 0);
    let count = 0;
    for (; pace.readyAt(60_000) <= 60_000; count++) pace.take(60_000);
    expect(count).toBeLessThanOrEqual(102);
  });
});

describe('HostPace', () => {
  it('holds in any second for each host', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 500 }), ({ seed, lagMs }, rate) => {
        const pace = new HostPace(2, rate);
        const gate = { readyAt: () => pace.readyAt(1), take: (now: number) => pace.take(1, now) };
        const sent = sendThrough(gate, seed, 5, lagMs);
        expect(mostInASecond(sent)).toBeLessThanOrEqual(rate);
        expect(pace.readyAt(0)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 25 },
    );
  });

  it('of 500 a second is met within 10 %, though the timer lags', () => {
    const pace = new HostPace(1, 500);
    const gate = { readyAt: () => pace.readyAt(0), take: (now: number) => pace.take(0, now) };
    expect(sendThrough(gate, 1, 10, 40).length / 10).toBeGreaterThan(450);
  });
});
