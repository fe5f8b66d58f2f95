import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { OwnPorts } from './socket-layer.ts';

/**
 * Opens ports of our own through Node. The refused one is the near end of a connection to the open one: it is taken, so
 * that nobody else gets it, and nobody listens there.
 */
export const openCanaryPorts = async (): Promise<OwnPorts> => {
  const server = createServer();
  const sockets: Socket[] = [];
  const keep = (socket: Socket): void => {
    // Whoever probes the open port resets the connection.
    sockets.push(socket.on('error', () => undefined));
  };
  server.on('connection', keep);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: open } = server.address() as AddressInfo;
  const client = connect({ host: '127.0.0.1', port: open });
  keep(client);
  await once(client, 'connect');
  const { port: refused } = client.address() as AddressInfo;
  return {
    open,
    refused,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
};
