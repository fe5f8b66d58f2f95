import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Observation } from '#shared/domain/observation.ts';
import { lookAtPort } from '#shared/identify/look-at-port.ts';
import type { PortSource, TcpSource } from '#shared/identify/source.ts';
import { portSources } from '#shared/identify/sources.ts';

/** A port that the engine found open. */
export const openPort = (port: number, protocol: 'tcp' | 'udp' = 'tcp'): Observation => ({
  protocol,
  port,
  state: 'open',
  reason: protocol === 'tcp' ? 'syn-ack' : 'udp-response',
  rttMs: 0.1,
  attempts: 1,
});

/** A TCP server that does as told with whoever connects, on a port the system chooses, until the test (or what `atEnd` says) is over. */
export const serveTcp = async (
  onConnection: (socket: Socket) => void,
  atEnd: (close: () => void) => void = onTestFinished,
) => {
  let connections = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket.on('error', () => undefined));
    onConnection(socket);
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  atEnd(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
};

/** A source as if the port were one of its own. */
export const claiming = <S extends PortSource>(source: S, port: number): S => ({
  ...source,
  ports: [port],
});

/** What is behind a port of this machine, as a scanner sees it. */
export const identifyPort = (
  port: number,
  {
    sources = portSources,
    fragile = false,
  }: { sources?: readonly PortSource[]; fragile?: boolean } = {},
) =>
  lookAtPort('127.0.0.1', openPort(port), {
    sources,
    fragile,
    signal: new AbortController().signal,
  });

/** What a source that claims the port sees there. */
export const identifyAs = (source: TcpSource, port: number) =>
  identifyPort(port, { sources: [claiming(source, port), ...portSources] });
