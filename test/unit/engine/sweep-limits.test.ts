import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sweepOn } from '#shared/engine/sweep.ts';
import { runSweep } from '#test/support/run-sweep.ts';
import { drawnHosts } from '#test/support/simulated-hosts.ts';
import { type Sent, SimulatedNetwork } from '#test/support/simulated-network.ts';

/** The most of these times that lie in any one second, wherever it begins. */
const mostInASecond = (times: readonly number[]): number => {
  let most = 0;
  let from = 0;
  for (const [to, at] of times.entries()) {
    while (at - (times[from] ?? 0) >= 1000) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
};

const timesOf = (sent: readonly Sent[]): number[] => sent.map(({ atMs }) => atMs);

describe('limits of a sweep', () => {
  it('never has more probes in flight than asked, or than the layer has slots', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 200 }),
        async (inFlight, slots) => {
          const network = new SimulatedNetwork({ hosts: drawnHosts(2, 0.3), slots });
          await runSweep(sweepOn(network), { network: '10.0.0.0/27', tcp: '1-10', inFlight });
          expect(network.mostInFlight).toBeLessThanOrEqual(Math.min(inFlight, slots));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('never sends more in any second than the rate, and is not much slower', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 50, max: 3000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (rate, shareUp) => {
          const network = new SimulatedNetwork({ hosts: drawnHosts(4, shareUp), slots: 4096 });
          await runSweep(sweepOn(network), {
            network: '10.0.0.0/25',
            tcp: '1-10',
            rate,
            inFlight: 4096,
          });
          expect(mostInASecond(timesOf(network.sent))).toBeLessThanOrEqual(rate);
          const firstTries = 1280;
          const lastFirst = timesOf(network.sent)[firstTries - 1] ?? 0;
          expect(lastFirst).toBeLessThan(((2 * firstTries) / rate) * 1020 + 100);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('spreads the rate over the second', async () => {
    const network = new SimulatedNetwork({ hosts: drawnHosts(4, 1), slots: 4096 });
    await runSweep(sweepOn(network), { network: '10.0.0.0/24', tcp: '1-10', rate: 1000 });
    const first100Ms = timesOf(network.sent).filter((atMs) => atMs < 100).length;
    expect(first100Ms).toBeLessThanOrEqual(102);
    expect(first100Ms).toBeGreaterThanOrEqual(95);
  });

  it('never sends more to one host in any second than its share', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (ratePerHost, shareUp) => {
          const network = new SimulatedNetwork({ hosts: drawnHosts(6, shareUp) });
          await runSweep(sweepOn(network), { network: '10.0.0.0/30', tcp: '1-120', ratePerHost });
          for (const sent of Map.groupBy(network.sent, ({ host }) => host).values())
            expect(mostInASecond(timesOf(sent))).toBeLessThanOrEqual(ratePerHost);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('uses the share of each host, though all of them are capped', async () => {
    const network = new SimulatedNetwork({ hosts: drawnHosts(6, 1), slots: 1000 });
    await runSweep(sweepOn(network), {
      network: '10.0.0.0/28',
      tcp: '1-500',
      ratePerHost: 100,
      inFlight: 1000,
    });
    expect(network.sent.length / network.elapsedMs).toBeGreaterThan(16 * 0.1 * 0.85);
  });

  it('asks no host twice before every other was asked once', async () => {
    const network = new SimulatedNetwork({
      hosts: () => ({ rttMs: 1, answer: () => 'closed' }),
    });
    await runSweep(sweepOn(network), { network: '10.0.0.0/25', tcp: '1-8' });
    for (let round = 0; round < 8; round++) {
      const hosts = network.sent.slice(128 * round, 128 * (round + 1)).map(({ host }) => host);
      expect(new Set(hosts).size).toBe(128);
    }
  });

  it('goes at one probe a second when told so, without being busy between', async () => {
    const network = new SimulatedNetwork({ hosts: () => ({ rttMs: 1, answer: () => 'closed' }) });
    const { summary } = await runSweep(sweepOn(network), {
      network: '10.0.0.0/30',
      tcp: '80-82',
      rate: 1,
    });
    expect(summary).toMatchObject({ outcome: 'complete', up: 4, probes: 12 });
    expect(network.elapsedMs).toBeGreaterThan(11_000);
    expect(network.elapsedMs).toBeLessThan(13_000);
    expect(network.looks).toBeLessThan(120);
  });

  it('looks at the sockets a few times a probe at most while it waits for silence', async () => {
    const network = new SimulatedNetwork({ hosts: () => null, slots: 64 });
    await runSweep(sweepOn(network), { network: '10.0.0.0/24', tcp: '80,443', inFlight: 64 });
    expect(network.looks).toBeLessThan(2 * network.sent.length + 100);
  });

  it('waits no longer than its patience for any try', async () => {
    const network = new SimulatedNetwork({ hosts: () => null });
    await runSweep(sweepOn(network), { network: '10.0.0.0/32', tcp: '80', patienceMs: 300 });
    expect(network.elapsedMs).toBeGreaterThan(600);
    expect(network.elapsedMs).toBeLessThan(720);
  });

  it('refuses a space too large to keep book of', async () => {
    const network = new SimulatedNetwork({ hosts: () => null });
    const sweep = runSweep(sweepOn(network), { network: '10.0.0.0/8', tcp: '1-100' });
    await expect(sweep).rejects.toThrow(RangeError);
    expect(network.sent).toEqual([]);
  });
});
