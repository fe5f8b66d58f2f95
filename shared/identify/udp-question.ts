import { createSocket } from 'node:dgram';
import { isIP } from 'node:net';

export type UdpQuestion = {
  /** A numeric address; a name is refused. */
  readonly address: string;
  readonly port: number;
  readonly datagram: Buffer;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
  /** Answers that are not to this question are passed over. */
  readonly fits?: (answer: Buffer) => boolean;
};

const noNames = (name: string): never => {
  throw new TypeError(`${name} is no address`);
};

/**
 * Sends one datagram and gives the first answer from that very address and port; null when none came before the signal,
 * or the port is closed. Never throws on account of the network.
 */
export const askByUdp = ({ address, port, datagram, signal, fits }: UdpQuestion) =>
  new Promise<Buffer | null>((resolve) => {
    if (signal.aborted) return resolve(null);
    const socket = createSocket({ type: isIP(address) === 6 ? 'udp6' : 'udp4', lookup: noLookup });
    const end = (answer: Buffer | null): void => {
      signal.removeEventListener('abort', silent);
      socket.removeAllListeners().on('error', () => undefined);
      socket.close();
      resolve(answer);
    };
    const silent = (): void => end(null);
    signal.addEventListener('abort', silent);
    socket.on('error', silent);
    socket.on('message', (answer) => {
      if (!fits || fits(answer)) end(answer);
    });
    // Connected, so that the kernel drops what others send and tells of a closed port.
    socket.connect(port, isIP(address) ? address : noNames(address), () => socket.send(datagram));
  });

/** Addresses are numeric: the system's resolver is never asked. */
const noLookup = (
  address: string,
  _options: unknown,
  done: (error: Error | null, address: string, family: number) => void,
): void => done(null, address, isIP(address) || noNames(address));
