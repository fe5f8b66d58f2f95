import { ascii, u16 } from './bytes.ts';

const IN = 1;
const CHAOS = 3;
const PTR = 12;
const TXT = 16;
/** NetBIOS node status (RFC 1002 §4.2.17). */
const NBSTAT = 0x21;
/** The answer shall come to us alone, not to the group (RFC 6762 §5.4). */
const UNICAST_PLEASE = 0x8000;

type Query = {
  readonly id: number;
  readonly labels: readonly string[];
  readonly type: number;
  readonly dnsClass: number;
};

/** A query with one question (RFC 1035 §4.1), without recursion. */
const query = ({ id, labels, type, dnsClass }: Query): number[] => [
  ...u16(id),
  ...u16(0),
  ...u16(1),
  ...[0, 0, 0].flatMap(u16),
  ...labels.flatMap((label) => [label.length, ...ascii(label)]),
  0,
  ...u16(type),
  ...u16(dnsClass),
];

/** A server's version: one short answer or a refusal, never a lookup elsewhere. */
export const dnsVersion = query({
  id: 0x6e73,
  labels: ['version', 'bind'],
  type: TXT,
  dnsClass: CHAOS,
});

/** Which services are offered (RFC 6763 §9). */
export const mdnsServices = query({
  id: 0,
  labels: ['_services', '_dns-sd', '_udp', 'local'],
  type: PTR,
  dnsClass: IN | UNICAST_PLEASE,
});

/** First-level encoding of a 16-byte NetBIOS name (RFC 1001 §14.1): each half byte a letter from A. */
const netbiosName = (name: string): string =>
  ascii(name.padEnd(16, '\0'))
    .map((byte) => String.fromCharCode(65 + (byte >>> 4), 65 + (byte & 15)))
    .join('');

/** Names and MAC address of a node, whatever it is called. */
export const netbiosStatus = query({
  id: 0x6e73,
  labels: [netbiosName('*')],
  type: NBSTAT,
  dnsClass: IN,
});
