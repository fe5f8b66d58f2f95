import type { Answer, SimulatedHost } from '#test/support/simulated-network.ts';

const mix = (...parts: number[]): number => {
  let hash = 0x811c9dc5;
  for (const part of parts) hash = Math.imul(hash ^ part, 0x01000193) ^ (hash >>> 15);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};

const ANSWERS: readonly Answer[] = ['open', 'closed', 'closed', 'filtered', 'unreachable'];

/** Hosts drawn by arithmetic from a seed: about a share of them is there, each with a mix of ports and its own distance. */
export const drawnHosts =
  (seed: number, shareUp: number, farthestMs = 40) =>
  (host: number): SimulatedHost | null => {
    if (mix(seed, host) / 2 ** 32 >= shareUp) return null;
    return {
      rttMs: 0.2 + (mix(seed, host, 1) % (farthestMs * 10)) / 10,
      answer: (protocol, port) =>
        ANSWERS[mix(seed, host, port, protocol === 'udp' ? 2 : 3) % ANSWERS.length] ?? 'filtered',
    };
  };
