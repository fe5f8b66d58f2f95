import { Socket } from 'node:net';
import { verdictOf } from './errno.ts';
import { isOwnBroadcast } from './own-broadcast.ts';
import { type Destination, type End, numericOnly, type Settle } from './probe-socket.ts';
import { isSelfConnection } from './self-connection.ts';
import { VERDICT, type Verdict } from './verdict.ts';

/**
 * Starts one TCP connect. `isStarting` tells whether the connect() call itself is still being made: Node reports what
 * the call returned and what arrived from the network later with the same error.
 */
export const connectTcp = (
  { address, family, port }: Destination,
  isStarting: () => boolean,
  settle: Settle,
): End => {
  const socket = new Socket();
  socket.on('error', (error: NodeJS.ErrnoException) => {
    settle(verdictOfError(error, address, isStarting()));
  });
  socket.once('connect', () => settle(isConnectedToItself(socket) ? VERDICT.closed : VERDICT.open));
  socket.connect({ host: address, port, family, lookup: numericOnly });
  return () => {
    if (socket.connecting || socket.destroyed) socket.destroy();
    else socket.resetAndDestroy();
  };
};

const verdictOfError = (
  { code }: NodeJS.ErrnoException,
  address: string,
  isStarting: boolean,
): Verdict => {
  if (isStarting && code === 'ENETUNREACH' && isOwnBroadcast(address))
    return VERDICT.netUnreachable;
  return verdictOf(code, isStarting);
};

const isConnectedToItself = (socket: Socket): boolean =>
  isSelfConnection(
    { address: socket.localAddress, port: socket.localPort },
    { address: socket.remoteAddress, port: socket.remotePort },
  );
