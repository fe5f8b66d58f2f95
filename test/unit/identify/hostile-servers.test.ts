import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { portIdentity } from '#shared/domain/identity.ts';
import { portSources } from '#shared/identify/sources.ts';
import { claiming, identifyPort, serveTcp } from '#test/support/identify-port.ts';

const DRIP_MS = 20;

/** Repeats until the socket is gone. */
const repeating = (socket: Socket, say: () => void, ms: number): void => {
  const timer = setInterval(say, ms);
  socket.on('close', () => clearInterval(timer));
};
const oneAtATime = (socket: Socket, bytes: Buffer): void => {
  let at = 0;
  repeating(socket, () => socket.write(bytes.subarray(at, ++at)), 2);
};
const noise = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
const LONG = 100_000;

const behaviours: Readonly<Record<string, (socket: Socket) => void>> = {
  'NUL bytes': (socket) => socket.write(Buffer.alloc(500)),
  'every byte there is': (socket) => socket.write(noise),
  'lone surrogates in UTF-8': (socket) => socket.write(Buffer.from('eda080edb080', 'hex')),
  'escape codes': (socket) => socket.write('SSH-2.0-\x1b[2J\x1b]0;owned\x07\x9b31m\r\n'),
  'escape codes in HTTP': (socket) =>
    socket.write(
      'HTTP/1.1 200 \x1b[2J\r\nServer: \x1b]0;x\x07\r\n\r\n<title>\x1b[31m\u202e</title>',
    ),
  'an endless drip': (socket) => repeating(socket, () => socket.write('a'), DRIP_MS),
  'an endless page': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
    repeating(socket, () => socket.write('1\r\na\r\n'), DRIP_MS);
  },
  '100 KB at once': (socket) => socket.end(Buffer.alloc(LONG, 'a')),
  '100 KB of a page': (socket) =>
    socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${LONG}\r\n\r\n${'<title>'.repeat(LONG / 7)}`),
  'a greeting, one byte at a time': (socket) =>
    oneAtATime(socket, Buffer.from('220 (vsFTPd 3.0.3)\r\n')),
  'accept, then reset': (socket) => void socket.resetAndDestroy(),
  'accept, then close': (socket) => void socket.end(),
  'silence to the end': () => undefined,
  'TLS garbage': (socket) =>
    socket.write(Buffer.from('16030300ffdeadbeef'.padEnd(520, 'ab'), 'hex')),
  'a TLS alert': (socket) => socket.write(Buffer.from('15030100020228', 'hex')),
  'impossible lengths': (socket) =>
    socket.write(Buffer.from('ffffffffffffffffffffffffffffffff7fffffff', 'hex')),
};

const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

const tcpSources = portSources.filter((source) => source.transport === 'tcp');

/** What is made of a server, by the port's number and by each source as if the port were its own. */
const meet = async (behave: (socket: Socket) => void) => {
  const server = await serveTcp(behave, afterAll);
  const identities = await Promise.all([
    identifyPort(server.port),
    ...tcpSources.map((source) =>
      identifyPort(server.port, { sources: [claiming(source, server.port), ...portSources] }),
    ),
  ]);
  return { identities, connections: server.connections() };
};

const met = new Map<string, Awaited<ReturnType<typeof meet>>>();
/** All at once, since each may take its time: the one of a conversation, and no more. */
beforeAll(async () => {
  const meetings = Object.entries(behaviours).map(async ([name, behave]) => {
    met.set(name, await meet(behave));
  });
  await Promise.all(meetings);
}, 8000);

test.each(Object.keys(behaviours))(
  '%s: every source is done in time, over one connection, and keeps printable text alone',
  (name) => {
    const { identities = [], connections } = met.get(name) ?? {};
    expect(identities).toHaveLength(1 + tcpSources.length);
    for (const identity of identities) {
      expect(portIdentity.parse(identity)).toEqual(identity);
      for (const text of textsIn(identity)) expect(text).toMatch(/^[\x20-\x7e]*$/);
    }
    expect(connections).toBe(1 + tcpSources.length);
  },
);

test('a stranger who answers with his own question is not believed to be somebody', async () => {
  const server = await serveTcp((socket) => socket.pipe(socket));
  const identity = await identifyPort(server.port);
  expect(identity).not.toHaveProperty('product');
  expect(identity).not.toHaveProperty('http');
});
