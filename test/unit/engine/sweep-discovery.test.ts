import { describe, expect, it } from 'vitest';
import { sweepOn } from '#shared/engine/sweep.ts';
import { runSweep } from '#test/support/run-sweep.ts';
import { type SimulatedHost, SimulatedNetwork } from '#test/support/simulated-network.ts';

const answering = (...ports: number[]): SimulatedHost => ({
  rttMs: 3,
  answer: (protocol, port) => (protocol === 'tcp' && ports.includes(port) ? 'open' : 'filtered'),
});
const portsSentTo = (network: SimulatedNetwork, host: number) =>
  new Set(network.sent.filter((sent) => sent.host === host).map(({ port }) => port));

describe('discovery', () => {
  it('auto asks up to 16 ports of every address, so that one odd port is found', async () => {
    const network = new SimulatedNetwork({
      hosts: (host) => (host === 5 ? answering(31_337) : null),
    });
    const { hosts } = await runSweep(sweepOn(network), {
      network: '10.0.0.0/28',
      tcp: '22-36,31337',
      discovery: 'auto',
    });
    expect(hosts).toMatchObject([{ address: '10.0.0.5', observations: [{ port: 31_337 }] }]);
  });

  it('auto asks the rest of more than 16 ports only where something answered', async () => {
    const network = new SimulatedNetwork({
      hosts: (host) => (host === 5 ? answering(80, 9) : null),
    });
    const { hosts, summary } = await runSweep(sweepOn(network), {
      network: '10.0.0.0/28',
      tcp: '1-100',
      discovery: 'auto',
    });
    expect(hosts).toMatchObject([
      { address: '10.0.0.5', observations: [{ port: 9 }, { port: 80 }], counts: { filtered: 98 } },
    ]);
    expect(portsSentTo(network, 5).size).toBe(100);
    expect(portsSentTo(network, 6).size).toBeGreaterThanOrEqual(8);
    expect(portsSentTo(network, 6).size).toBeLessThanOrEqual(12);
    expect([...portsSentTo(network, 6)]).toEqual(expect.arrayContaining([22, 80]));
    expect(summary).toMatchObject({ outcome: 'complete', addresses: 16, up: 1 });
  });

  it('takes a refusal for a sign of life', async () => {
    const network = new SimulatedNetwork({
      hosts: () => ({ rttMs: 1, answer: (_, port) => (port === 81 ? 'open' : 'closed') }),
    });
    const { hosts } = await runSweep(sweepOn(network), {
      network: '10.0.0.0/30',
      tcp: '1-100',
      discovery: 'fast',
    });
    expect(hosts.map(({ counts }) => counts.closed)).toEqual([99, 99, 99, 99]);
    expect(hosts.every(({ observations }) => observations[0]?.port === 81)).toBe(true);
  });

  it('sweeps the asked UDP ports whose services speak, so that a host behind UDP alone is found', async () => {
    const network = new SimulatedNetwork({
      hosts: (host) => ({
        rttMs: 1,
        answer: (protocol, port) =>
          host === 2 && protocol === 'udp' && port === 161 ? 'open' : 'filtered',
      }),
    });
    const { hosts } = await runSweep(sweepOn(network), {
      network: '10.0.0.0/30',
      tcp: '1-100',
      udp: '53,161,1000-1100',
      discovery: 'fast',
    });
    expect(hosts).toMatchObject([
      { address: '10.0.0.2', observations: [{ protocol: 'udp', port: 161, state: 'open' }] },
    ]);
    expect([...portsSentTo(network, 0)]).toEqual(expect.arrayContaining([53, 161]));
    expect(portsSentTo(network, 0).has(1000)).toBe(false);
  });

  it('thorough asks everything of everybody', async () => {
    const network = new SimulatedNetwork({ hosts: () => null });
    await runSweep(sweepOn(network), { network: '10.0.0.0/30', tcp: '1-100' });
    expect(network.sent.length).toBe(2 * 4 * 100);
  });

  it('with no ports asked finds who is up, by a refusal too, and lists nothing', async () => {
    const network = new SimulatedNetwork({
      hosts: (host) =>
        [answering(443), null, { rttMs: 1, answer: () => 'closed' as const }, null][host] ?? null,
    });
    const counts = { closed: 0, filtered: 0, openFiltered: 0 };
    const { hosts, summary } = await runSweep(sweepOn(network), {
      network: '10.0.0.0/30',
      keep: 'all',
    });
    expect(hosts).toEqual([
      { address: '10.0.0.0', observations: [], counts },
      { address: '10.0.0.2', observations: [], counts },
    ]);
    expect(summary).toMatchObject({ outcome: 'complete', up: 2 });
  });

  it('asks no more of a host once it is known to be up when no ports were asked', async () => {
    const network = new SimulatedNetwork({ hosts: () => ({ rttMs: 0.1, answer: () => 'closed' }) });
    await runSweep(sweepOn(network), { network: '10.0.0.0/26', inFlight: 8 });
    const askedBeforeTheLastAnswered = 8;
    expect(network.sent.length).toBeLessThanOrEqual(64 + askedBeforeTheLastAnswered);
  });
});
