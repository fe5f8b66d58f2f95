import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HostFindings } from '#shared/domain/observation.ts';
import { sweepOn } from '#shared/engine/sweep.ts';
import { runSweep } from '#test/support/run-sweep.ts';
import { drawnHosts } from '#test/support/simulated-hosts.ts';
import { type Sent, SimulatedNetwork } from '#test/support/simulated-network.ts';
import { type Truth, truthOf } from '#test/support/simulated-truth.ts';

const asTruth = ({ address, observations, counts }: HostFindings): Truth => ({
  address,
  open: observations
    .filter(({ state }) => state === 'open')
    .map(({ port, protocol }) => `${port}/${protocol}`),
  counts: { ...counts },
});

/** What was sent, a list for each pair. */
const triesIn = (sent: readonly Sent[]) =>
  [
    ...Map.groupBy(sent, ({ host, port, protocol }) => `${host} ${port} ${protocol}`).values(),
  ] as unknown as [Sent, ...Sent[]][];

const requests = fc.record({
  network: fc.constantFrom('10.0.0.0/32', '10.0.0.0/28', '10.0.0.0/26', 'fd00:1::/122'),
  tcp: fc.constantFrom('', '80', '22,80,443', '1-30', '8000-8010,22'),
  udp: fc.constantFrom('53', '53,123,161', '1000-1012'),
});
const weathers = fc.record({
  seed: fc.nat(),
  shareUp: fc.double({ min: 0, max: 1, noNaN: true }),
  key: fc.nat(),
});

describe('sweep over a simulated network', () => {
  it('finds exactly what is there when nothing is lost', async () => {
    await fc.assert(
      fc.asyncProperty(requests, weathers, async (request, { seed, shareUp, key }) => {
        const hosts = drawnHosts(seed, shareUp);
        const network = new SimulatedNetwork({ hosts, seed });
        const { hosts: found, summary } = await runSweep(sweepOn(network, key), request);
        expect(found.map(asTruth)).toEqual(truthOf(hosts, request));
        expect(summary).toMatchObject({ outcome: 'complete', up: found.length, localFailures: 0 });
        expect(summary.probes).toBe(network.sent.length);
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same result whatever the order of the probes', async () => {
    const hosts = drawnHosts(3, 0.5);
    const request = { network: '10.0.0.0/26', tcp: '1-20', udp: '53' };
    const results = [1, 2].map((key) =>
      runSweep(sweepOn(new SimulatedNetwork({ hosts }), key), request),
    );
    const [first, second] = await Promise.all(results);
    expect(first?.hosts.map(asTruth)).toEqual(second?.hosts.map(asTruth));
    expect(first?.summary.up).toBe(second?.summary.up);
  });

  it('tries silence twice, or thrice where the host turned out to be up meanwhile, apart, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(requests, weathers, async (request, { seed, shareUp, key }) => {
        const hosts = drawnHosts(seed, shareUp);
        const network = new SimulatedNetwork({ hosts, seed });
        await runSweep(sweepOn(network, key), request);
        const tries = triesIn(network.sent).map(([first, second, ...more]) => {
          const host = hosts(first.host);
          const answer = host?.answer(first.protocol, first.port) ?? 'filtered';
          const apart = second === undefined || second.atMs - first.atMs >= 100;
          const isRight = (second !== undefined) === (answer === 'filtered');
          return isRight && apart && more.length <= (host === null ? 0 : 1);
        });
        expect(tries.every(Boolean)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('says how it knows: reason, round trip and tries of each port', async () => {
    const network = new SimulatedNetwork({
      hosts: () => ({
        rttMs: 7,
        answer: (_, port) =>
          (({ 22: 'open', 23: 'closed', 24: 'filtered', 53: 'open', 54: 'closed' }) as const)[
            port
          ] ?? 'unreachable',
      }),
    });
    const { hosts } = await runSweep(sweepOn(network), {
      network: '10.0.0.0/32',
      tcp: '22-25',
      udp: '24,53-54',
      keep: 'all',
    });
    const rttMs = expect.closeTo(7, 1);
    expect(hosts).toEqual([
      {
        address: '10.0.0.0',
        counts: { closed: 2, filtered: 2, openFiltered: 1 },
        observations: [
          { protocol: 'tcp', port: 22, state: 'open', reason: 'syn-ack', rttMs, attempts: 1 },
          {
            protocol: 'tcp',
            port: 23,
            state: 'closed',
            reason: 'conn-refused',
            rttMs,
            attempts: 1,
          },
          {
            protocol: 'tcp',
            port: 24,
            state: 'filtered',
            reason: 'no-response',
            rttMs: null,
            attempts: 2,
          },
          {
            protocol: 'tcp',
            port: 25,
            state: 'filtered',
            reason: 'host-unreach',
            rttMs,
            attempts: 1,
          },
          {
            protocol: 'udp',
            port: 24,
            state: 'open|filtered',
            reason: 'no-response',
            rttMs: null,
            attempts: 2,
          },
          { protocol: 'udp', port: 53, state: 'open', reason: 'udp-response', rttMs, attempts: 1 },
          {
            protocol: 'udp',
            port: 54,
            state: 'closed',
            reason: 'port-unreach',
            rttMs,
            attempts: 1,
          },
        ],
      },
    ]);
  });

  it('counts every port, and lists UDP silence only where few UDP ports were asked', async () => {
    const hosts = () => ({
      rttMs: 1,
      answer: (protocol: string) => (protocol === 'tcp' ? 'closed' : 'filtered') as 'closed',
    });
    const listed = async (udp: string) => {
      const network = new SimulatedNetwork({ hosts });
      const result = await runSweep(sweepOn(network), { network: '10.0.0.0/32', tcp: '1-3', udp });
      return result.hosts[0];
    };
    const few = await listed('1-32');
    expect(few?.observations.map(({ state }) => state)).toEqual(Array(32).fill('open|filtered'));
    expect(few?.counts).toEqual({ closed: 3, filtered: 0, openFiltered: 32 });
    const many = await listed('1-33');
    expect(many?.observations).toEqual([]);
    expect(many?.counts).toEqual({ closed: 3, filtered: 0, openFiltered: 33 });
  });

  it('does not call a host up for silence, nor for what a router says of it', async () => {
    const network = new SimulatedNetwork({
      hosts: (host) => ({ rttMs: 1, answer: () => (host === 0 ? 'unreachable' : 'filtered') }),
    });
    const result = await runSweep(sweepOn(network), {
      network: '10.0.0.0/30',
      tcp: '80',
      udp: '53',
      keep: 'all',
    });
    expect(result.hosts).toEqual([]);
    expect(result.summary).toMatchObject({ outcome: 'complete', addresses: 4, up: 0 });
  });

  it('yields each host as soon as its last pair is judged', async () => {
    const network = new SimulatedNetwork({
      hosts: (host) => ({ rttMs: 1, answer: () => (host === 3 ? 'open' : 'filtered') }),
    });
    const sweep = sweepOn(network)(
      {
        slice: { family: 4, first: 0x0a000000n, prefix: 30 },
        exclude: [],
        tcpPorts: [[80, 80]],
        udpPorts: [],
      },
      {
        discovery: 'auto',
        keep: 'open',
        inFlight: 8,
        rate: 1000,
        ratePerHost: null,
        patienceMs: 1000,
        deadlineAt: Number.POSITIVE_INFINITY,
        untestableTcpPorts: [],
      },
      { signal: new AbortController().signal },
    );
    const first = await sweep.next();
    expect(first.value).toMatchObject([{ address: '10.0.0.3' }]);
    await sweep.return({} as never);
    expect(network.isClosed).toBe(true);
  });
});
