import { createSocket } from 'node:dgram';
import { verdictOf } from './errno.ts';
import { type Destination, type End, numericOnly, type Settle } from './probe-socket.ts';
import { isSelfConnection } from './self-connection.ts';
import { payloadFor } from './udp-payloads.ts';
import { VERDICT } from './verdict.ts';

/**
 * Sends one datagram from a connected socket of its own: only so does the kernel report an ICMP port-unreachable,
 * as an error of receiving. Errors of any other call come from our own end.
 */
export const askUdp = ({ address, family, port }: Destination, settle: Settle): End => {
  const type = family === 4 ? 'udp4' : 'udp6';
  const socket = createSocket({ type, ipv6Only: family === 6, lookup: numericOnly });
  let isOpen = true;
  socket.on('error', ({ code, syscall }: NodeJS.ErrnoException) => {
    settle(verdictOf(code, syscall !== 'recvmsg'));
  });
  socket.once('message', () => settle(VERDICT.open));
  socket.once('connect', () => {
    if (isSelfConnection(socket.address(), socket.remoteAddress())) settle(VERDICT.closed);
    else socket.send(payloadFor(port), (error) => error && socket.emit('error', error));
  });
  socket.once('listening', () => socket.connect(port, address));
  socket.bind({ port: 0, exclusive: true });
  return () => {
    if (isOpen) socket.close();
    isOpen = false;
  };
};
