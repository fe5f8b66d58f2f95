import { type BerValue, ber, readBer } from './ber.ts';

/** What an agent says of its system (RFC 3418 §2): bytes as they came; null where it does not say. */
export type SystemGroup = { readonly name: Buffer | null; readonly description: Buffer | null };

const TAG = { integer: 0x02, octets: 0x04, nothing: 0x05, oid: 0x06, sequence: 0x30 } as const;
const GET = 0xa0;
const RESPONSE = 0xa2;
const VERSION_2C = 1;
const COMMUNITY = Buffer.from('public');
/** sysDescr.0 and sysName.0, encoded. */
const SYS_DESCR = Buffer.from([0x2b, 6, 1, 2, 1, 1, 1, 0]);
const SYS_NAME = Buffer.from([0x2b, 6, 1, 2, 1, 1, 5, 0]);

const integer = (value: number): Buffer => ber(TAG.integer, Buffer.from([value]));

/** Four bytes without the sign bit, and none that BER would leave out. */
const requestId = (id: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(((id & 0x3fff_ffff) | 0x4000_0000) >>> 0);
  return ber(TAG.integer, bytes);
};

const unset = (oid: Buffer): Buffer => ber(TAG.sequence, ber(TAG.oid, oid), ber(TAG.nothing));

/**
 * A GetRequest of SNMPv2c (RFC 3416 §4.2.1) for sysDescr and sysName with the community `public`: two values, so that
 * the answer stays small.
 */
export const systemRequest = (id: number): Buffer =>
  ber(
    TAG.sequence,
    integer(VERSION_2C),
    ber(TAG.octets, COMMUNITY),
    ber(
      GET,
      requestId(id),
      integer(0),
      integer(0),
      ber(TAG.sequence, unset(SYS_DESCR), unset(SYS_NAME)),
    ),
  );

/** The contents of a value whose tag and number of parts are as they should be. */
const partsOf = (value: BerValue | undefined, tag: number, count: number): BerValue[] | null => {
  if (value?.tag !== tag) return null;
  const parts = readBer(value.content);
  return parts !== null && parts.length === count ? parts : null;
};

/** The variable bindings of a response without error to the request of that id. */
const bindingsOf = (reply: Buffer, id: number): BerValue[] | null => {
  const message = partsOf(readBer(reply)?.[0], TAG.sequence, 3);
  const pdu = partsOf(message?.[2], RESPONSE, 4);
  const [answered, status, , bindings] = pdu ?? [];
  if (!answered || !bindings || bindings.tag !== TAG.sequence) return null;
  const isOurs = ber(TAG.integer, answered.content).equals(requestId(id));
  const isWell = status?.content.every((byte) => byte === 0) ?? false;
  return isOurs && isWell ? readBer(bindings.content) : null;
};

const octetsOf = (bindings: readonly BerValue[], oid: Buffer): Buffer | null => {
  const pairs = bindings.map((binding) => partsOf(binding, TAG.sequence, 2));
  const [, value] = pairs.find((pair) => pair?.[0]?.content.equals(oid)) ?? [];
  return value?.tag === TAG.octets && value.content.length > 0 ? value.content : null;
};

/** Reads the response (RFC 3416 §4.2.2); null for anything that does not answer that request. */
export const readSystemGroup = (reply: Buffer, id: number): SystemGroup | null => {
  const bindings = bindingsOf(reply, id);
  if (bindings === null) return null;
  return { name: octetsOf(bindings, SYS_NAME), description: octetsOf(bindings, SYS_DESCR) };
};
