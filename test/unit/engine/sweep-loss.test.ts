import { describe, expect, it } from 'vitest';
import { sweepOn } from '#shared/engine/sweep.ts';
import { runSweep } from '#test/support/run-sweep.ts';
import { drawnHosts } from '#test/support/simulated-hosts.ts';
import { SimulatedNetwork } from '#test/support/simulated-network.ts';
import { truthOf } from '#test/support/simulated-truth.ts';

const request = { network: '10.0.0.0/23', tcp: '22,80,443,8080' };

const openAfter = async (loss: number) => {
  const hosts = drawnHosts(11, 0.4);
  const network = new SimulatedNetwork({ hosts, loss, seed: 5 });
  const result = await runSweep(sweepOn(network, 1), request);
  const found = result.hosts.flatMap(({ address, observations }) =>
    observations.map(({ port }) => `${address} ${port}`),
  );
  const there = truthOf(hosts, request).flatMap(({ address, open }) =>
    open.map((port) => `${address} ${port.replace('/tcp', '')}`),
  );
  return { found: new Set(found), there: new Set(there) };
};

describe('sweep over a network that loses packets', () => {
  it('misses no more than what was lost twice at 5 %, and makes nothing up', async () => {
    const { found, there } = await openAfter(0.05);
    expect([...found].filter((port) => !there.has(port))).toEqual([]);
    expect(found.size / there.size).toBeGreaterThan(0.985);
  });

  it('finds every open port at 0.5 %', async () => {
    const { found, there } = await openAfter(0.005);
    expect(found).toEqual(there);
  });

  it('finds the open ports of a host that answers only a few times a second', async () => {
    const network = new SimulatedNetwork({
      hosts: () => ({
        rttMs: 2,
        answersPerSecond: 40,
        answer: (_, port) => (port % 50 === 0 ? 'open' : 'closed'),
      }),
    });
    const { hosts } = await runSweep(sweepOn(network, 1), {
      network: '10.0.0.0/32',
      tcp: '1-200',
      ratePerHost: 40,
    });
    expect(hosts[0]?.observations.map(({ port }) => port)).toEqual([50, 100, 150, 200]);
    expect(hosts[0]?.counts).toEqual({ closed: 196, filtered: 0, openFiltered: 0 });
  });
});
