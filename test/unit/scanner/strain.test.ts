import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inFlightFor, reasonOf } from '#functions/scanner/strain.ts';

const summary = (localFailures: number) =>
  ({ outcome: 'deadline', addresses: 4, up: 0, probes: 8, localFailures }) as const;
const strained = reasonOf('network-down', summary(17));

describe('an attempt after one that failed at our own end', () => {
  it.each([
    [1, 1000],
    [2, 500],
    [3, 250],
    [4, 125],
    [5, 62],
  ])('number %i keeps %i probes in flight', (attempt, inFlight) => {
    expect(inFlightFor({ attempt, lastError: strained }, 1000)).toBe(inFlight);
  });

  it('always keeps one in flight, and never more than it may', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 65_536 }),
        fc.integer({ min: 1, max: 5 }),
        (most, attempt) => {
          const inFlight = inFlightFor({ attempt, lastError: strained }, most);
          expect(inFlight).toBeGreaterThanOrEqual(1);
          expect(inFlight).toBeLessThanOrEqual(most);
        },
      ),
    );
  });
});

describe('an attempt after one that ended otherwise', () => {
  it.each([
    null,
    'its scanner died',
    'its scanner was lost: the lease ran out',
    reasonOf('deadline', summary(0)),
    reasonOf('untrusted', summary(0)),
  ])('(%s) keeps as many in flight as any', (lastError) => {
    expect(inFlightFor({ attempt: 3, lastError }, 1000)).toBe(1000);
  });
});
