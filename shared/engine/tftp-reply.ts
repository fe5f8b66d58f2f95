import { hasPayload } from './udp-payloads.ts';

export const TFTP_PORT = 69;
/** DATA, ERROR and OACK of RFC 1350 §5 and RFC 2347. */
const OPCODES: readonly number[] = [3, 5, 6];

/** A TFTP server answers from a port of its choice (RFC 1350 §4): a datagram from nowhere that was asked may be its. */
export const isTftpReply = (port: number, start: number): boolean =>
  !hasPayload(port) && OPCODES.includes(start);
