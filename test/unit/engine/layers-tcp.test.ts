import dns from 'node:dns';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Engine } from '#shared/engine/engine.ts';
import { isSelfConnection } from '#shared/engine/self-connection.ts';
import { sweepOn } from '#shared/engine/sweep.ts';
import { threadedSweep } from '#shared/engine/threaded-sweep.ts';
import { listenDeaf } from '#test/support/deaf-listener.ts';
import { listenOn } from '#test/support/listeners.ts';
import { openSockets } from '#test/support/open-sockets.ts';
import { runSweep, startSweep } from '#test/support/run-sweep.ts';
import { socketLayers } from '#test/support/socket-layers.ts';

/** A corner of the loopback network that nothing else on this machine listens in. */
const CORNER = '127.77.1';
const engines: readonly [string, Engine][] = [
  ...[...socketLayers].map(([name, layer]): [string, Engine] => [name, sweepOn(layer())]),
  ['a thread of its own', threadedSweep()],
];

const listening = async (...hosts: string[]) => {
  const listeners = await listenOn(hosts);
  onTestFinished(async () => void (await listeners.close()));
  return listeners.at;
};
/** Sockets that are open while no sweep is: a thread is started by the first. */
const steadySockets = async (sweep: Engine): Promise<number> => {
  await runSweep(sweep, { network: `${CORNER}.15/32`, tcp: '1' });
  return openSockets();
};

/** An address and port as /proc/net/tcp writes them: the address in the byte order of the machine. */
const placeInProc = (address: string, port: number): string => {
  const bytes = address.split('.').reverse().map(Number);
  return `${Buffer.from(bytes).toString('hex')}:${port.toString(16).padStart(4, '0')}`.toUpperCase();
};

/** A socket joined to itself, on a port that no program is given unasked; the next one where somebody has it. */
const selfConnected = async (port = 20_000 + (process.pid % 10_000)): Promise<Socket> => {
  const place = { host: '127.0.0.1', port, localAddress: '127.0.0.1', localPort: port };
  const self = connect(place);
  const joined = await once(self, 'connect').then(
    () => true,
    () => false,
  );
  return joined ? self : selfConnected(port + 1);
};

describe.each(engines)('TCP through %s', (_, sweep) => {
  it('finds exactly the listeners there are', async () => {
    const at = await listening(...[1, 1, 3, 3, 3, 6].map((host) => `${CORNER}.${host}`));
    const ports = [...new Set(at.map(({ port }) => port))].toSorted((a, b) => a - b);
    const { hosts, summary } = await runSweep(sweep, {
      network: `${CORNER}.0/29`,
      tcp: ports.join(','),
      keep: 'all',
    });
    const expected = Array.from({ length: 8 }, (_, host) => {
      const address = `${CORNER}.${host}`;
      const isOpen = (port: number) => at.some((a) => a.address === address && a.port === port);
      return {
        address,
        observations: ports.map((port) => ({
          protocol: 'tcp',
          port,
          state: isOpen(port) ? 'open' : 'closed',
          reason: isOpen(port) ? 'syn-ack' : 'conn-refused',
          rttMs: expect.any(Number),
          attempts: 1,
        })),
      };
    });
    expect(hosts).toMatchObject(expected);
    expect(summary).toEqual({
      outcome: 'complete',
      addresses: 8,
      up: 8,
      probes: 8 * ports.length,
      localFailures: 0,
    });
  });

  it('probes nothing that is forbidden, and says nothing of it', async () => {
    const at = await listening(`${CORNER}.21`, `${CORNER}.22`);
    const { hosts, summary } = await runSweep(sweep, {
      network: `${CORNER}.20/30`,
      tcp: [...new Set(at.map(({ port }) => port))].join(','),
      forbidden: [`${CORNER}.22/31`, '10.0.0.0/8'],
    });
    expect(hosts.map(({ address }) => address)).toEqual([`${CORNER}.20`, `${CORNER}.21`]);
    expect(summary).toMatchObject({ outcome: 'complete', addresses: 2, up: 2 });
  });

  it('calls a silent port filtered, after two tries', async () => {
    const deaf = await listenDeaf(`${CORNER}.9`);
    onTestFinished(deaf.close);
    const { hosts } = await runSweep(sweep, {
      network: `${CORNER}.9/32`,
      tcp: `1,${deaf.port}`,
      keep: 'all',
      patienceMs: 200,
    });
    expect(hosts[0]?.observations).toMatchObject([
      { port: 1, state: 'closed', attempts: 1 },
      { port: deaf.port, state: 'filtered', reason: 'no-response', rttMs: null, attempts: 2 },
    ]);
  });

  it('calls a port open that accepts and resets at once', async () => {
    const server = createServer((socket) => socket.resetAndDestroy());
    server.listen(0, `${CORNER}.10`);
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const { hosts } = await runSweep(sweep, { network: `${CORNER}.10/32`, tcp: `${port}` });
    expect(hosts[0]?.observations).toMatchObject([{ port, state: 'open', reason: 'syn-ack' }]);
  });

  it('leaves no connection behind, not even one that winds down', async () => {
    const [at] = await listening(`${CORNER}.11`);
    const port = at?.port ?? 0;
    for (let i = 0; i < 20; i++)
      await runSweep(sweep, { network: `${CORNER}.11/32`, tcp: `${port}` });
    // Its whole place, since another test may have the same port on another address.
    const place = placeInProc(`${CORNER}.11`, port);
    await vi.waitFor(async () => {
      const lines = (await readFile('/proc/net/tcp', 'utf8')).split('\n');
      const ours = lines
        .map((line) => line.trim().split(/\s+/))
        .filter((line) => line.includes(place));
      expect(ours.map(([, , , state]) => state)).toEqual(['0A']);
    });
  });

  it('knows a socket that is connected to itself', async () => {
    const at = await listening('127.0.0.1');
    const other = connect({ host: '127.0.0.1', port: at[0]?.port ?? 0 });
    await once(other, 'connect');
    const ends = (socket: typeof other) =>
      [
        { address: socket.localAddress, port: socket.localPort },
        { address: socket.remoteAddress, port: socket.remotePort },
      ] as const;
    expect(isSelfConnection(...ends(other))).toBe(false);
    other.resetAndDestroy();
    const self = await selfConnected();
    expect(isSelfConnection(...ends(self))).toBe(true);
    self.resetAndDestroy();
  });

  it('judges a broadcast address of our own instead of trying it for ever', async () => {
    const { hosts, summary } = await runSweep(sweep, {
      network: '127.255.255.252/30',
      tcp: '1',
      udp: '1',
      deadlineAt: Date.now() + 5000,
    });
    expect(hosts.map(({ address }) => address)).not.toContain('127.255.255.255');
    expect(summary).toMatchObject({ outcome: 'complete', up: 3, localFailures: 0 });
  });

  it('never looks a name up', async () => {
    const lookup = vi.spyOn(dns, 'lookup');
    onTestFinished(() => lookup.mockRestore());
    await runSweep(sweep, { network: `${CORNER}.12/31`, tcp: '1', udp: '1' });
    expect(lookup).not.toHaveBeenCalled();
  });

  it.runIf(networkInterfaces().lo?.some(({ family }) => family === 'IPv6'))(
    'sweeps IPv6 too',
    async () => {
      const [at] = await listening('::1');
      const { hosts } = await runSweep(sweep, {
        network: '::1/128',
        tcp: `1,${at?.port}`,
        udp: '1',
        keep: 'all',
      });
      expect(hosts).toMatchObject([
        {
          address: '::1',
          observations: [
            { port: 1, state: 'closed' },
            { port: at?.port, state: 'open' },
            { port: 1, protocol: 'udp', state: 'closed', reason: 'port-unreach' },
          ],
        },
      ]);
    },
  );

  it('closes every socket when it is cancelled half-way', async () => {
    const deaf = await listenDeaf(`${CORNER}.13`);
    onTestFinished(deaf.close);
    const before = await steadySockets(sweep);
    const controller = new AbortController();
    const result = runSweep(sweep, {
      network: `${CORNER}.13/32`,
      tcp: `${deaf.port}`,
      udp: '1-40',
      patienceMs: 10_000,
      signal: controller.signal,
    });
    await vi.waitFor(() => expect(openSockets()).toBeGreaterThan(before));
    const startedAt = performance.now();
    controller.abort();
    expect((await result).summary.outcome).toBe('cancelled');
    expect(performance.now() - startedAt).toBeLessThan(2000);
    await vi.waitFor(() => expect(openSockets()).toBe(before));
  });

  it('closes every socket when the reader stops', async () => {
    const before = await steadySockets(sweep);
    const running = startSweep(sweep, { network: `${CORNER}.16/28`, tcp: '1-200', rate: 5000 });
    for await (const _ of running) break;
    await vi.waitFor(() => expect(openSockets()).toBe(before));
  });

  it('keeps to its rate', async () => {
    const startedAt = performance.now();
    const { summary } = await runSweep(sweep, {
      network: `${CORNER}.32/30`,
      tcp: '1-100',
      rate: 800,
    });
    const seconds = (performance.now() - startedAt) / 1000;
    expect((summary.probes - 1) / seconds).toBeLessThanOrEqual(800);
    expect(seconds).toBeLessThan(3);
  });

  it('does not take its own lag for silence', async () => {
    let naps = 0;
    const { hosts, summary } = await runSweep(sweep, {
      network: `${CORNER}.40/31`,
      tcp: '1-400',
      rate: 1000,
      patienceMs: 50,
      onProgress: () => {
        naps += 1;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 150);
      },
    });
    expect(naps).toBeGreaterThan(2);
    expect(summary.probes).toBe(800);
    expect(hosts.map(({ counts }) => counts.filtered)).toEqual([0, 0]);
  });
});
