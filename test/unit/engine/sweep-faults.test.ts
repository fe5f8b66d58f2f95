import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sweepOn } from '#shared/engine/sweep.ts';
import { runSweep, startSweep } from '#test/support/run-sweep.ts';
import { drawnHosts } from '#test/support/simulated-hosts.ts';
import { SimulatedNetwork } from '#test/support/simulated-network.ts';

const request = { network: '10.0.0.0/27', tcp: '20-29', udp: '53' };
const withoutTimes = ({ hosts }: Awaited<ReturnType<typeof runSweep>>) =>
  hosts.map(({ address, observations, counts }) => ({
    address,
    counts,
    observations: observations.map(({ rttMs: _, attempts: __, ...observation }) => observation),
  }));
const mostAttempts = ({ hosts }: Awaited<ReturnType<typeof runSweep>>) =>
  Math.max(0, ...hosts.flatMap(({ observations }) => observations.map((one) => one.attempts)));

describe('sweep under faults', () => {
  it('puts local failures back: they change no result and count as no try', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.double({ min: 0, max: 0.5 }), async (seed, localFailures) => {
        const hosts = drawnHosts(seed, 0.5);
        const calm = await runSweep(sweepOn(new SimulatedNetwork({ hosts })), request);
        const network = new SimulatedNetwork({ hosts, localFailures, seed });
        const pressed = await runSweep(sweepOn(network), request);
        expect(withoutTimes(pressed)).toEqual(withoutTimes(calm));
        expect(pressed.summary.outcome).toBe('complete');
        expect(network.sent.length).toBe(pressed.summary.probes);
        expect(mostAttempts(pressed)).toBeLessThanOrEqual(3);
      }),
      { numRuns: 25 },
    );
  });

  it('shrinks its window to the descriptors there really are', async () => {
    const hosts = drawnHosts(9, 0.5);
    const network = new SimulatedNetwork({ hosts, slots: 1000, descriptors: 40 });
    const { summary } = await runSweep(sweepOn(network), {
      ...request,
      network: '10.0.0.0/24',
      inFlight: 1000,
    });
    expect(summary.outcome).toBe('complete');
    expect(summary.localFailures).toBeGreaterThan(0);
    expect(summary.localFailures).toBeLessThan(summary.probes / 4);
    expect(network.mostInFlight).toBe(40);
  });

  it('waits for better times without being busy, and gives up at the deadline', async () => {
    const network = new SimulatedNetwork({ hosts: () => null, localFailures: 1 });
    const { hosts, summary } = await runSweep(sweepOn(network), {
      ...request,
      deadlineAt: network.epochAfter(20_000),
    });
    expect(hosts).toEqual([]);
    expect(summary).toMatchObject({ outcome: 'deadline', up: 0, probes: 0 });
    expect(summary.localFailures).toBeGreaterThan(10);
    expect(network.elapsedMs).toBeLessThan(20_010);
    expect(network.looks).toBeLessThan(400);
  });

  it('recovers when the trouble passes', async () => {
    let trouble = true;
    const hosts = drawnHosts(1, 1);
    const network = new SimulatedNetwork({
      hosts,
      get localFailures() {
        return trouble ? 1 : 0;
      },
    });
    network.after(5000, () => {
      trouble = false;
    });
    const { summary } = await runSweep(sweepOn(network), { ...request, network: '10.0.0.0/24' });
    expect(summary.outcome).toBe('complete');
    expect(network.elapsedMs).toBeLessThan(20_000);
  });

  it('stops at the deadline with what was finished, and closes its sockets', async () => {
    const network = new SimulatedNetwork({ hosts: drawnHosts(1, 0.5) });
    const { hosts, summary } = await runSweep(sweepOn(network), {
      network: '10.0.0.0/24',
      tcp: '1-10',
      rate: 500,
      deadlineAt: network.epochAfter(3500),
    });
    expect(summary.outcome).toBe('deadline');
    expect(network.elapsedMs).toBeGreaterThanOrEqual(3500);
    expect(network.elapsedMs).toBeLessThan(3510);
    expect(hosts.length).toBeLessThan(summary.up);
    expect(network.isClosed).toBe(true);
  });

  it('sends nothing when the deadline is over already', async () => {
    const network = new SimulatedNetwork({ hosts: () => null });
    const { summary } = await runSweep(sweepOn(network), { ...request, deadlineAt: 0 });
    expect(summary).toMatchObject({ outcome: 'deadline', probes: 0 });
  });

  it('stops at once when cancelled', async () => {
    const network = new SimulatedNetwork({ hosts: () => null });
    const controller = new AbortController();
    network.after(700, () => controller.abort());
    const { summary } = await runSweep(sweepOn(network), {
      ...request,
      signal: controller.signal,
    });
    expect(summary.outcome).toBe('cancelled');
    expect(network.elapsedMs).toBeGreaterThanOrEqual(700);
    expect(network.elapsedMs).toBeLessThan(701);
    expect(network.isClosed).toBe(true);
  });

  it('sends nothing when it was cancelled before it began', async () => {
    const network = new SimulatedNetwork({ hosts: () => null });
    const { summary } = await runSweep(sweepOn(network), {
      ...request,
      signal: AbortSignal.abort(),
    });
    expect(summary).toMatchObject({ outcome: 'cancelled', probes: 0 });
  });

  it('stops when our own network goes down, and says so', async () => {
    const network = new SimulatedNetwork({ hosts: drawnHosts(1, 0.5), networkDownAtMs: 300 });
    const { summary } = await runSweep(sweepOn(network), { ...request, rate: 500 });
    expect(summary.outcome).toBe('network-down');
    expect(network.elapsedMs).toBeLessThan(400);
    expect(network.isClosed).toBe(true);
  });

  it('closes its sockets when the reader stops reading', async () => {
    const network = new SimulatedNetwork({ hosts: drawnHosts(1, 1) });
    const sweep = startSweep(sweepOn(network), { ...request, rate: 100 });
    for await (const batch of sweep) {
      expect(batch.length).toBeGreaterThan(0);
      break;
    }
    expect(network.isClosed).toBe(true);
  });

  it('throws what a caller’s own function throws, sockets closed', async () => {
    const network = new SimulatedNetwork({ hosts: () => null });
    const sweep = runSweep(sweepOn(network), {
      ...request,
      onProgress: () => {
        throw new Error('the caller’s bug');
      },
    });
    await expect(sweep).rejects.toThrow('the caller’s bug');
    expect(network.isClosed).toBe(true);
  });
});
