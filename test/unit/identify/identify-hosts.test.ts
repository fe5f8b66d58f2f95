import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { HostFindings, Observation } from '#shared/domain/observation.ts';
import { converse } from '#shared/identify/converse.ts';
import {
  type IdentifyLimits,
  type IdentifySources,
  identifyingWith,
  notIdentified,
} from '#shared/identify/identify-hosts.ts';
import type { HostSource, TcpSource } from '#shared/identify/source.ts';
import { openPort, serveTcp } from '#test/support/identify-port.ts';

const hostOf = (observations: readonly Observation[]): HostFindings => ({
  address: '127.0.0.1',
  observations,
  counts: { closed: 3, filtered: 2, openFiltered: 1 },
});

const limits = (change: Partial<IdentifyLimits> = {}): IdentifyLimits => ({
  snmp: false,
  fragile: false,
  atOnce: 16,
  rate: 10_000,
  ratePerHost: null,
  perHostMs: 10_000,
  deadlineAt: Date.now() + 10_000,
  ...change,
});

const identify = async (
  hosts: readonly HostFindings[],
  sources: Partial<IdentifySources> = {},
  change: Partial<IdentifyLimits> = {},
  signal = new AbortController().signal,
) => {
  const identifying = identifyingWith({ portSources: [], hostSources: [], ...sources });
  const done: HostFindings[] = [];
  for await (const host of identifying(hosts, limits(change), signal)) done.push(host);
  return done;
};

const naming = (name: string, ask: HostSource['ask']): HostSource => ({
  name,
  applies: () => true,
  ask,
});

test('a source that throws or hangs harms no other, and the host is whole all the same', async () => {
  const [host] = await identify([hostOf([])], {
    hostSources: [
      naming('throws', async () => {
        throw new Error('a bug');
      }),
      { ...naming('judges badly', async () => ({})), applies: () => JSON.parse('{') },
      naming('hangs', () => new Promise(() => undefined)),
      naming('knows', async () => ({
        names: [{ name: 'box\x1b[2J', source: 'netbios' }],
        mac: '00:11:22:33:44:55',
        workgroup: 'HOME',
      })),
      naming('knows better', async () => ({
        names: [
          { name: 'box.example', source: 'ptr' },
          { name: '', source: 'ptr' },
        ],
        mac: 'aa:aa:aa:aa:aa:aa',
      })),
    ],
  });
  expect(host?.identity).toMatchObject({
    hostname: 'box.example',
    names: [
      { name: 'box.example', source: 'ptr' },
      { name: 'box\\x1b[2J', source: 'netbios' },
    ],
    mac: '00:11:22:33:44:55',
    workgroup: 'HOME',
    description: null,
    identified: 'whole',
  });
});

test('a port source that throws at once or hangs harms no other port', async () => {
  const server = await serveTcp((socket) => socket.write('220 (vsFTPd 3.0.3)\r\n'));
  const failing = (look: TcpSource['look']) =>
    identify([hostOf([openPort(server.port), openPort(9100)])], {
      portSources: [{ transport: 'tcp', name: 'failing', ports: [server.port], look }],
    });
  const [thrown] = await failing(() => {
    throw new Error('a bug');
  });
  const [hung] = await failing(() => new Promise(() => undefined));
  for (const host of [thrown, hung]) {
    expect(host?.observations).toMatchObject([{ port: server.port }, { service: 'jetdirect' }]);
    expect(host?.identity?.identified).toBe('whole');
  }
});

test('fragile ports are not spoken to, and shown so, unless the task says otherwise', async () => {
  let spoken = 0;
  const server = await serveTcp((socket) => {
    spoken += 1;
    socket.end('220 ready\r\n');
  });
  const claims: TcpSource = {
    transport: 'tcp',
    name: 'claims',
    ports: [9100, 502, server.port],
    look: async () => ({ service: 'asked' }),
  };
  const ports = [9100, 502, 102, 47_808].map((port) => openPort(port));
  const [spared] = await identify([hostOf(ports)], { portSources: [claims] });
  expect(spared?.observations).toMatchObject([
    { service: 'jetdirect', unspoken: 'fragile' },
    { service: 'modbus', unspoken: 'fragile' },
    { service: 's7comm', unspoken: 'fragile' },
    { service: 'bacnet', unspoken: 'fragile' },
  ]);
  const [asked] = await identify([hostOf([openPort(9100)])], {}, { fragile: true });
  expect(asked?.observations[0]).not.toHaveProperty('unspoken');
  expect(spoken).toBe(0);
});

test('only open ports are spoken to; others have the name of their number', async () => {
  const server = await serveTcp((socket) => socket.end());
  const states = ['closed', 'filtered', 'open|filtered', 'untestable'] as const;
  const ports = states.map((state) => ({ ...openPort(server.port), state }));
  const silent = { ...openPort(53, 'udp'), state: 'open|filtered' } as const;
  const [host] = await identify([hostOf([...ports, silent])]);
  expect(host?.observations.map(({ state }) => state)).toEqual([...states, 'open|filtered']);
  expect(host?.observations.at(-1)?.service).toBe('domain');
  expect(server.connections()).toBe(0);
});

test('out of time: observations are whole, the host is partial', async () => {
  const server = await serveTcp(() => undefined);
  const ports = [openPort(server.port), openPort(22)];
  const late = await identify([hostOf(ports)], {}, { deadlineAt: Date.now() + 100 });
  const tooLate = await identify([hostOf(ports)], {}, { deadlineAt: Date.now() - 1 });
  const slow = await identify([hostOf(ports)], {}, { perHostMs: 100 });
  for (const [host] of [late, tooLate, slow]) {
    expect(host).toMatchObject({ address: '127.0.0.1', counts: { closed: 3 } });
    expect(host?.observations).toMatchObject(ports);
    expect(host?.observations[1]?.service).toBe('ssh');
    expect(host?.identity?.identified).toBe('partial');
  }
});

test('aborting ends all talk at once, and every host comes out', async () => {
  const server = await serveTcp(() => undefined);
  const hosts = Array.from({ length: 40 }, () => hostOf([openPort(server.port)]));
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 100);
  const done = await identify(hosts, {}, {}, stop.signal);
  expect(done).toHaveLength(40);
  expect(new Set(done.map(({ identity }) => identity?.identified))).toEqual(new Set(['partial']));
});

test('hosts are talked to at once, up to the limit, and each over one connection at a time', async () => {
  let open = 0;
  let most = 0;
  const server = await serveTcp((socket) => {
    open += 1;
    most = Math.max(most, open);
    setTimeout(() => socket.end('220 ready\r\n'), 30);
    socket.on('close', () => {
      open -= 1;
    });
  });
  const two = [openPort(server.port), openPort(server.port)];
  await identify([hostOf(two)]);
  expect(most).toBe(1);
  most = 0;
  await identify(
    Array.from({ length: 12 }, () => hostOf(two)),
    {},
    { atOnce: 4 },
  );
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(4);
});

test('connections keep to the rate, in total and to one host', async () => {
  const server = await serveTcp((socket) => socket.end('220 ready\r\n'));
  const port = openPort(server.port);
  const timed = async (hosts: readonly HostFindings[], change: Partial<IdentifyLimits>) => {
    const start = performance.now();
    await identify(hosts, {}, change);
    return performance.now() - start;
  };
  // Five in a row, 50 ms apart; a timer may be a little early.
  const single = Array.from({ length: 5 }, () => hostOf([port]));
  expect(await timed(single, { rate: 20 })).toBeGreaterThan(190);
  const five = hostOf(Array.from({ length: 5 }, () => port));
  expect(await timed([five], { ratePerHost: 20 })).toBeGreaterThan(190);
  expect(server.connections()).toBe(10);
});

test('where the task wants no looking, numbers have their names and nobody is spoken to', async () => {
  const host = notIdentified(hostOf([openPort(22), openPort(9100)]), { fragile: false });
  expect(host).toMatchObject({
    observations: [{ service: 'ssh' }, { service: 'jetdirect', unspoken: 'fragile' }],
    identity: { identified: 'off', hostname: null },
  });
});

test('a name is never looked up', async () => {
  const { signal } = new AbortController();
  await expect(
    converse({ address: 'localhost', port: 9 }, signal, async () => 'talked'),
  ).rejects.toThrow('not a numeric address');
  await sleep(0);
});
