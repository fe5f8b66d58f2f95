import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

/** A TCP listener that accepts and closes; the system chooses the port where none is wanted. */
export const listenAt = async (
  host: string,
  port = 0,
  onKnock = (_: Socket): void => undefined,
) => {
  const server = createServer((socket) => {
    onKnock(socket);
    socket.destroy();
  });
  server.listen({ host, port });
  await once(server, 'listening');
  const { address, port: given } = server.address() as AddressInfo;
  return {
    at: { address, port: given },
    close: () => new Promise((done) => server.close(done)),
  };
};

/** TCP listeners on ports the system chooses, each accepting and closing. */
export const listenOn = async (addresses: readonly string[], onKnock = (): void => undefined) => {
  const knocks = new Map<string, number>();
  const count = ({ localAddress, localPort }: Socket): void => {
    const place = `${localAddress}:${localPort}`;
    knocks.set(place, (knocks.get(place) ?? 0) + 1);
    onKnock();
  };
  const listeners = await Promise.all(addresses.map((host) => listenAt(host, 0, count)));
  return {
    /** `address:port`, as the servers were asked for. */
    at: listeners.map(({ at }) => at),
    /** How often somebody connected, by `address:port`; those who never did are not in it. */
    knocks: knocks as ReadonlyMap<string, number>,
    close: () => Promise.all(listeners.map(({ close }) => close())),
  };
};
