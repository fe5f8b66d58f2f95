import { describe, expect, it } from 'vitest';
import { sweepOn } from '#shared/engine/sweep.ts';
import { runSweep } from '#test/support/run-sweep.ts';
import { type SimulatedHost, SimulatedNetwork } from '#test/support/simulated-network.ts';

const near: SimulatedHost = { rttMs: 1, answer: (_, port) => (port === 22 ? 'open' : 'closed') };
/** Refuses at once, but takes its time to accept. */
const slow = (rttMs: number): SimulatedHost => ({
  rttMs: 1,
  openAfterMs: rttMs,
  answer: (_, port) => (port < 26 ? 'open' : 'closed'),
});
const nearOrNobody = (host: number): SimulatedHost | null => (host % 4 === 0 ? near : null);
const openOn = async (network: SimulatedNetwork, more: object) => {
  const request = { network: '10.0.0.0/24', tcp: '22-29', inFlight: 256, ...more };
  const { hosts, summary } = await runSweep(sweepOn(network, 3), request);
  const found = hosts.filter(({ observations }) => observations.length > 1);
  return { found: found.map(({ observations }) => observations.length), summary };
};

describe('sweep over a network with slow hosts', () => {
  it('finds the open ports of a slow host in a near /24 when patience allows', async () => {
    const network = new SimulatedNetwork({
      hosts: (host) => (host === 7 ? slow(1500) : nearOrNobody(host)),
    });
    const { found } = await openOn(network, { patienceMs: 2000 });
    expect(found).toEqual([4]);
  });

  it('hears an answer that comes after its try was given up, while the slot is not needed', async () => {
    const network = new SimulatedNetwork({
      hosts: (host) => (host === 7 ? slow(550) : nearOrNobody(host)),
      slots: 4096,
    });
    const { found } = await openOn(network, { patienceMs: 500, inFlight: 4096 });
    expect(found).toEqual([4]);
  });

  it('finds a host that is slow in all it says, once others have shown to be slow', async () => {
    const silentButSlow: SimulatedHost = { ...slow(1400), answer: () => 'open' };
    const network = new SimulatedNetwork({
      hosts: (host) => {
        if (host % 16 === 7) return slow(1300);
        return host === 101 ? silentButSlow : nearOrNobody(host);
      },
    });
    const { found } = await openOn(network, { patienceMs: 2000 });
    expect(found.toSorted()).toEqual([...Array(16).fill(4), 8]);
  });

  it('costs a silent network two tries and no patience', async () => {
    const network = new SimulatedNetwork({ hosts: (host) => (host < 32 ? near : null) });
    const { summary } = await openOn(network, { patienceMs: 2000 });
    expect(summary.probes).toBe(32 * 8 + 224 * 8 * 2);
    expect(network.elapsedMs).toBeLessThan(5000);
  });

  it('is patient with a host that has only refused so far, and not with one that has accepted in time', async () => {
    const silentAbout = (port: number, answer: 'open' | 'closed'): SimulatedHost => ({
      rttMs: 1,
      answer: (_, asked) => (asked === port ? 'filtered' : answer),
    });
    const elapsed = async (host: SimulatedHost): Promise<number> => {
      const network = new SimulatedNetwork({ hosts: () => host, slots: 4096 });
      await openOn(network, { network: '10.0.0.0/28', patienceMs: 2000 });
      return network.elapsedMs;
    };
    expect(await elapsed(silentAbout(24, 'closed'))).toBeGreaterThan(2000);
    expect(await elapsed(silentAbout(24, 'open'))).toBeLessThan(500);
  });

  it('gives its patience with a host up as soon as that accepts in time', async () => {
    const network = new SimulatedNetwork({
      // Turn by turn, so that the patient try is under way when a port accepts.
      hosts: () => ({ rttMs: 1, answer: (_, port) => (port < 4 ? 'filtered' : 'open') }),
    });
    const request = { network: '10.0.0.0/32', tcp: '1-40', patienceMs: 5000, rate: 100 };
    const { summary } = await runSweep(sweepOn(network, 3), request);
    expect(summary.probes).toBe(37 + 2 * 3);
    expect(network.elapsedMs).toBeLessThan(1000);
  });

  it('waits for silent neighbours with all caution only until one of them has answered', async () => {
    const network = new SimulatedNetwork({
      hosts: (host) => (host === 60 ? { rttMs: 1, answer: () => 'closed' } : null),
      slots: 4096,
    });
    const { summary } = await openOn(network, { network: '10.0.0.0/26', inFlight: 4096 });
    expect(summary.probes).toBe(8 + 63 * 8 * 2);
    expect(network.elapsedMs).toBeLessThan(500);
  });

  it('lets no try that began with one packet go on until the kernel repeats it, however far its neighbourhood', async () => {
    const far = (port: number) => (port > 4 ? 'open' : 'filtered');
    const network = new SimulatedNetwork({
      hosts: (host) => (host === 0 ? { rttMs: 800, answer: (_, port) => far(port) } : null),
      slots: 4096,
    });
    const request = { network: '10.0.0.0/26', tcp: '1-8', patienceMs: 5000, inFlight: 4096 };
    await runSweep(sweepOn(network), request);
    const sent = new Set(network.sent);
    const repeated = network.packets.filter((packet) => !sent.has(packet));
    expect(repeated.length).toBeGreaterThan(0);
    // Whatever began before the first answer was one packet.
    expect(Math.min(...repeated.map(({ atMs }) => atMs))).toBeGreaterThanOrEqual(1800);
  });

  it('never has more packets in a second for one host than its share, the kernel’s second SYN included', async () => {
    const network = new SimulatedNetwork({
      hosts: () => ({ rttMs: 1, answer: (_, port) => (port === 1 ? 'closed' : 'filtered') }),
      slots: 4096,
    });
    await runSweep(sweepOn(network), {
      network: '10.0.0.0/30',
      tcp: '1-200',
      ratePerHost: 50,
      patienceMs: 5000,
      inFlight: 4096,
    });
    const perHost = Map.groupBy(network.packets, ({ host }) => host);
    for (const packets of perHost.values()) {
      const times = packets.map(({ atMs }) => atMs).toSorted((a, b) => a - b);
      const most = times.map((from) => times.filter((at) => at >= from && at < from + 1000).length);
      expect(Math.max(...most)).toBeLessThanOrEqual(50);
    }
  });
});
