import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

/** TCP listeners on ports the system chooses, each accepting and closing. */
export const listenOn = async (addresses: readonly string[], onKnock = (): void => undefined) => {
  const knocks = new Map<string, number>();
  const servers = await Promise.all(
    addresses.map(async (host) => {
      const server = createServer((socket) => {
        const place = `${socket.localAddress}:${socket.localPort}`;
        knocks.set(place, (knocks.get(place) ?? 0) + 1);
        onKnock();
        socket.destroy();
      });
      server.listen({ host, port: 0 });
      await once(server, 'listening');
      return server;
    }),
  );
  const places = servers.map((server) => server.address() as AddressInfo);
  return {
    /** `address:port`, as the servers were asked for. */
    at: places.map(({ address, port }) => ({ address, port })),
    /** How often somebody connected, by `address:port`; those who never did are not in it. */
    knocks: knocks as ReadonlyMap<string, number>,
    close: () => Promise.all(servers.map((server) => new Promise((done) => server.close(done)))),
  };
};
