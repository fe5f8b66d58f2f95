import { expect, it } from 'vitest';
import { chunkWork, NETWORK } from '#test/simulation/chunk-work.ts';

it('asks silent addresses twice and live ones once', () => {
  const { hosts, probesSent } = chunkWork(4096, 10, 1000);
  expect(hosts).toBe(410);
  expect(probesSent).toBe(410 * 10 + (4096 - 410) * 10 * 2);
});

it.each([
  ['the rate', 1000, (4096 * 19 * 1000) / 1000],
  ['silence and the descriptors', 1_000_000, (3686 * 20 * 250) / 900],
])('takes as long as %s says, at %d probes a second', (_, rate, ms) => {
  expect(chunkWork(4096, 10, rate).ms - NETWORK.tailMs).toBeCloseTo(ms, -3);
});
