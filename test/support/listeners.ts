import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

/** TCP listeners on ports the system chooses, each accepting and closing. */
export const listenOn = async (addresses: readonly string[], onKnock = (): void => undefined) => {
  const servers = await Promise.all(
    addresses.map(async (host) => {
      const server = createServer((socket) => {
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
    close: () => Promise.all(servers.map((server) => new Promise((done) => server.close(done)))),
  };
};
