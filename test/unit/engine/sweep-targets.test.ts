import { describe, expect, it } from 'vitest';
import { sweepOn } from '#shared/engine/sweep.ts';
import { runSweep } from '#test/support/run-sweep.ts';
import { SimulatedNetwork } from '#test/support/simulated-network.ts';

const everywhere = () => ({ rttMs: 1, answer: () => 'open' as const });
const hostsSent = (network: SimulatedNetwork) =>
  [...new Set(network.sent.map(({ host }) => host))].sort((a, b) => a - b);

describe('targets of a sweep', () => {
  it('asks every pair of address and port, and no other', async () => {
    const network = new SimulatedNetwork({ hosts: everywhere });
    await runSweep(sweepOn(network), { network: '10.0.0.0/29', tcp: '22,80-82', udp: '53,80' });
    const asked = network.sent.map(({ host, port, protocol }) => `${host} ${port}/${protocol}`);
    const ports = ['22/tcp', '80/tcp', '81/tcp', '82/tcp', '53/udp', '80/udp'];
    const wanted = Array.from({ length: 8 }, (_, host) => ports.map((port) => `${host} ${port}`));
    expect(asked.toSorted()).toEqual(wanted.flat().toSorted());
  });

  it('leaves out what is excluded, though it reaches beyond the slice', async () => {
    const network = new SimulatedNetwork({ hosts: everywhere });
    const { summary } = await runSweep(sweepOn(network), {
      network: '10.0.0.0/28',
      exclude: ['10.0.0.0/30', '10.0.0.2/31', '10.0.0.9/32', '10.0.0.14/31', '10.0.1.0/24'],
      tcp: '80',
    });
    expect(hostsSent(network)).toEqual([4, 5, 6, 7, 8, 10, 11, 12, 13]);
    expect(summary).toMatchObject({ outcome: 'complete', addresses: 9, up: 9 });
  });

  it('has nothing to do where everything is excluded', async () => {
    const network = new SimulatedNetwork({ hosts: everywhere });
    const progress: number[][] = [];
    const { hosts, summary } = await runSweep(sweepOn(network), {
      network: '10.0.0.0/28',
      exclude: ['10.0.0.0/8'],
      tcp: '80-81',
      onProgress: (...of) => progress.push(of),
    });
    expect(hosts).toEqual([]);
    expect(summary).toEqual({
      outcome: 'complete',
      addresses: 0,
      up: 0,
      probes: 0,
      localFailures: 0,
    });
    expect(progress.at(-1)).toEqual([32, 32]);
  });

  it('never connects to a forbidden address, though the targets hold it', async () => {
    const network = new SimulatedNetwork({ hosts: everywhere });
    const { hosts, summary } = await runSweep(sweepOn(network), {
      network: '10.0.0.0/29',
      tcp: '80,443',
      forbidden: ['10.0.0.3/32'],
    });
    expect(hostsSent(network)).not.toContain(3);
    expect(hosts.map(({ address }) => address)).not.toContain('10.0.0.3');
    expect(summary).toMatchObject({ outcome: 'complete', up: 7 });
  });

  it('names IPv6 addresses in canonical form', async () => {
    const network = new SimulatedNetwork({ hosts: (host) => (host === 255 ? everywhere() : null) });
    const { hosts } = await runSweep(sweepOn(network), {
      network: 'fd12:3456:789a::/120',
      tcp: '22',
    });
    expect(hosts.map(({ address }) => address)).toEqual(['fd12:3456:789a::ff']);
  });

  it('does not probe ports that our own network blocks, and says so of hosts that are up', async () => {
    const network = new SimulatedNetwork({ hosts: (host) => (host === 1 ? everywhere() : null) });
    const { hosts } = await runSweep(sweepOn(network), {
      network: '10.0.0.0/30',
      tcp: '25,80',
      udp: '25',
      untestableTcpPorts: [25],
    });
    expect(network.sent.some(({ port, protocol }) => port === 25 && protocol === 'tcp')).toBe(
      false,
    );
    expect(hosts).toMatchObject([
      {
        address: '10.0.0.1',
        observations: [
          { port: 25, state: 'untestable', reason: 'blocked-here', rttMs: null, attempts: 0 },
          { port: 80, state: 'open' },
          { port: 25, protocol: 'udp', state: 'open' },
        ],
        counts: { closed: 0, filtered: 0, openFiltered: 0 },
      },
    ]);
  });

  it('still finds which hosts are up when no asked port can be tested', async () => {
    const network = new SimulatedNetwork({ hosts: (host) => (host === 1 ? everywhere() : null) });
    const { hosts } = await runSweep(sweepOn(network), {
      network: '10.0.0.0/30',
      tcp: '25',
      untestableTcpPorts: [25],
    });
    expect(hosts).toMatchObject([
      { address: '10.0.0.1', observations: [{ port: 25, state: 'untestable' }] },
    ]);
  });

  it('tells progress that only grows and ends at the size of the space', async () => {
    const network = new SimulatedNetwork({ hosts: (host) => (host % 7 ? null : everywhere()) });
    const progress: (readonly [number, number])[] = [];
    await runSweep(sweepOn(network), {
      network: '10.0.0.0/25',
      tcp: '1-40',
      discovery: 'fast',
      inFlight: 32,
      onProgress: (judged, total) => progress.push([judged, total]),
    });
    const judged = progress.map(([part]) => part);
    expect(judged).toEqual(judged.toSorted((a, b) => a - b));
    expect(progress.length).toBeGreaterThan(10);
    expect(progress.at(-1)).toEqual([128 * 40, 128 * 40]);
    expect(new Set(progress.map(([, total]) => total))).toEqual(new Set([128 * 40]));
  });
});
