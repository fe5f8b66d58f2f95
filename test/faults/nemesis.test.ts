import { expect, test } from 'vitest';
import { torment } from './nemesis/torment.ts';

/** Of each seed; with what comes before and after, the two take some three quarters of a minute. */
const SECONDS = 12;

test.each([7, 8])(
  'whatever chance %s does to a live stack, all that must hold does',
  async (seed) => {
    const { violations, chunks, reads, faults } = await torment(seed, SECONDS);
    expect(violations).toEqual([]);
    // It was used, and hurt.
    expect(chunks).toBeGreaterThan(0);
    expect(reads).toBeGreaterThan(0);
    expect(Object.keys(faults).length).toBeGreaterThan(3);
  },
  300_000,
);
