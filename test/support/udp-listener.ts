import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** Answers each datagram with what `reply` makes of it (null: silence), at a port the system chooses unless one is given. */
export const listenUdp = async (
  address: string,
  reply: (message: Buffer) => Buffer | null,
  port = 0,
) => {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  socket.on('message', (message, { port: from, address: asker }) => {
    const answer = reply(message);
    if (answer !== null) socket.send(answer, from, asker);
  });
  socket.bind(port, address);
  await once(socket, 'listening');
  return {
    port: socket.address().port,
    close: () => new Promise<void>((done) => socket.close(done)),
  };
};
