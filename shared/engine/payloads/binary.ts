import { filler, u16, u32 } from './bytes.ts';

const zeros = (count: number): number[] => Array<number>(count).fill(0);

/** Version 4, mode 3 (client), a transmit timestamp to be echoed, all else zero (RFC 5905 §7.3); never mode 6 or 7. */
export const ntpClient = [0x23, ...zeros(39), ...filler(8)];

/** The null procedure of a program (RFC 5531 §9), without credentials: an empty reply. */
const rpcNull = (program: number, version: number): number[] =>
  [0x6e737765, 0, 2, program, version, 0, 0, 0, 0, 0].flatMap(u32);
export const portmapNull = rpcNull(100_000, 2);
export const nfsNull = rpcNull(100_003, 3);

/** RMCP presence ping (ASF 2.0 §3.2.4): class ASF, enterprise 4542, type 0x80. */
export const rmcpPing = [6, 0, 0xff, 6, ...u32(4542), 0x80, 0, 0, 0];

/** A binding request without attributes (RFC 8489 §5). */
export const stunBinding = [...u16(1), ...u16(0), ...u32(0x2112a442), ...filler(12)];

/** What is your external address (RFC 6886 §3.2). */
export const natPmpAddress = [0, 0];

/** An empty confirmable message, CoAP's ping (RFC 7252 §4.3): four bytes out, four back. */
export const coapPing = [0x40, 0, ...u16(0x6e73)];

/**
 * A long header of a version that is reserved to be unknown (RFC 9000 §15), padded to the size below which servers keep
 * silent (§14.1): a server names the versions it speaks, in far fewer bytes.
 */
const quicHeader = [0xc0, ...u32(0x1a2a3a4a), 8, ...filler(8), 8, ...filler(8)];
export const quicUnknownVersion = [...quicHeader, ...zeros(1200 - quicHeader.length)];
