import { netbiosStatus } from '#shared/engine/payloads/dns.ts';

/** What a NetBIOS node says of itself. Names are the bytes it sent (one character a byte), their padding gone. */
export type NodeStatus = {
  readonly name: string | null;
  readonly workgroup: string | null;
  /** `00:50:56:0a:0b:0c`; null where the node has none to tell. */
  readonly mac: string | null;
};

type NodeName = { readonly text: string; readonly suffix: number; readonly isGroup: boolean };

/** Type and class of the record. */
const NBSTAT_INTERNET = 0x0021_0001;
const NO_QUESTION_ONE_ANSWER = 1;
const HEADER = 12;
const NAME = 18;
const MAC = 6;
/** QR, opcode and rcode of RFC 1002 §4.2.1.1: a response to a query, without error. */
const RESPONSE_BITS = 0xf80f;
const RESPONSE = 0x8000;
/** Flags of a name (RFC 1002 §4.2.18): group; deregistering and in conflict, both of which mean that it does not hold. */
const GROUP = 0x8000;
const LAPSED = 0x1800;
const WORKSTATION = 0x00;
const FILE_SERVER = 0x20;

/** A node status request (RFC 1002 §4.2.17): 50 bytes, which some 200 answer. */
export const nodeStatusRequest = (id: number): Buffer => {
  const request = Buffer.from(netbiosStatus);
  request.writeUInt16BE(id);
  return request;
};

/** Where an encoded name ends: labels up to the root or to a pointer; past the end where it does not end. */
const endOfName = (reply: Buffer, from: number): number => {
  let at = from;
  for (let length = reply[at]; length !== undefined && length !== 0; length = reply[at]) {
    if (length >= 0xc0) return at + 2;
    at += 1 + length;
  }
  return at + 1;
};

const answers = (reply: Buffer, id: number): boolean =>
  reply.length >= HEADER &&
  reply.readUInt16BE(0) === id &&
  (reply.readUInt16BE(2) & RESPONSE_BITS) === RESPONSE &&
  reply.readUInt32BE(4) === NO_QUESTION_ONE_ANSWER;

/** The data of the one resource record that a node status response is made of. */
const statusOf = (reply: Buffer, id: number): Buffer | null => {
  if (!answers(reply, id)) return null;
  const at = endOfName(reply, HEADER);
  if (at + 10 > reply.length || reply.readUInt32BE(at) !== NBSTAT_INTERNET) return null;
  const data = reply.subarray(at + 10, at + 10 + reply.readUInt16BE(at + 8));
  return data.length >= 1 + NAME * (data[0] ?? 0) ? data : null;
};

const namesOf = (status: Buffer): NodeName[] =>
  Array.from({ length: status[0] ?? 0 }, (_, i) => {
    const name = status.subarray(1 + i * NAME, 1 + (i + 1) * NAME);
    const flags = name.readUInt16BE(16);
    return {
      text: name.toString('latin1', 0, 15).replace(/[ \0]+$/, ''),
      suffix: name[15] ?? 0,
      isGroup: (flags & GROUP) !== 0,
      holds: (flags & LAPSED) === 0,
    };
  }).filter(({ text, holds }) => holds && text !== '');

/** The computer's own name: IIS registers `IS~…` beside it, which no file server does. */
const ownName = (names: readonly NodeName[]): string | null => {
  const unique = names.filter(({ isGroup }) => !isGroup);
  const having = (suffix: number) => unique.filter((one) => one.suffix === suffix);
  const servers = having(FILE_SERVER).map(({ text }) => text);
  const own = having(WORKSTATION).map(({ text }) => text);
  const plain = own.filter((text) => !text.startsWith('IS~'));
  return own.find((text) => servers.includes(text)) ?? plain[0] ?? servers[0] ?? null;
};

/** Samba tells zeros, and a group address (bit 0x01) is nobody's. */
const macOf = (unit: Buffer): string | null => {
  if (unit.length < MAC || unit.every((byte) => byte === 0)) return null;
  if (((unit[0] ?? 0) & 1) !== 0) return null;
  return unit.toString('hex').replace(/..(?=.)/g, '$&:');
};

/** Reads a node status response (RFC 1002 §4.2.18) to the request of that id; null for anything else. */
export const readNodeStatus = (reply: Buffer, id: number): NodeStatus | null => {
  const status = statusOf(reply, id);
  if (status === null) return null;
  const names = namesOf(status);
  const namesEnd = 1 + NAME * (status[0] ?? 0);
  return {
    name: ownName(names),
    workgroup: names.find(({ isGroup, suffix }) => isGroup && suffix === WORKSTATION)?.text ?? null,
    mac: macOf(status.subarray(namesEnd, namesEnd + MAC)),
  };
};
