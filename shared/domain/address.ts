export type Family = 4 | 6;
export type Address = { readonly family: Family; readonly value: bigint };

/** Bits of an address of a family. */
export const addressBits = (family: Family): 32 | 128 => (family === 4 ? 32 : 128);

const OCTET = /^(?:0|[1-9][0-9]{0,2})$/;
const GROUP = /^[0-9a-fA-F]{1,4}$/;
/** Longest text of an IPv6 address without dotted tail; anything longer is refused before it is looked at. */
const MAX_LENGTH = 39;

/**
 * Reads an address in its one strict spelling: four decimal octets without leading zeros, or RFC 4291 groups with
 * at most one `::`. Octal, hex, short, spaced, dotted-tail and zone forms are null: other programs disagree on them.
 */
export const parseAddress = (text: string): Address | null => {
  if (text.length > MAX_LENGTH) return null;
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
};

const parseIpv4 = (text: string): Address | null => {
  const octets = text.split('.');
  if (octets.length !== 4 || !octets.every((octet) => OCTET.test(octet))) return null;
  const numbers = octets.map(Number);
  if (numbers.some((octet) => octet > 255)) return null;
  return { family: 4, value: BigInt(numbers.reduce((sum, octet) => sum * 256 + octet, 0)) };
};

const parseIpv6 = (text: string): Address | null => {
  const halves = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], tail = []] = halves;
  const zeros = 8 - head.length - tail.length;
  const complete = halves.length === 1 ? zeros === 0 : halves.length === 2 && zeros >= 1;
  if (!complete) return null;
  const groups = [...head, ...Array<string>(zeros).fill('0'), ...tail];
  if (!groups.every((group) => GROUP.test(group))) return null;
  return { family: 6, value: BigInt(`0x${groups.map((g) => g.padStart(4, '0')).join('')}`) };
};

/** Dotted decimal text of an IPv4 address given as a number below 2^32; called once a probe, so no bigint here. */
export const formatIpv4 = (value: number): string =>
  `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;

/** Canonical text: dotted decimal, or RFC 5952 (always groups, never a dotted tail). */
export const formatAddress = ({ family, value }: Address): string =>
  family === 4 ? formatIpv4(Number(value)) : formatIpv6(value);

const formatIpv6 = (value: bigint): string => {
  const words = [96n, 64n, 32n, 0n].map((bits) => Number(BigInt.asUintN(32, value >> bits)));
  const groups = words.flatMap((word) => [word >>> 16, word & 0xffff]);
  const zeros = longestZeros(groups);
  const hex = (part: number[]) => part.map((group) => group.toString(16)).join(':');
  if (zeros.length < 2) return hex(groups);
  return `${hex(groups.slice(0, zeros.from))}::${hex(groups.slice(zeros.from + zeros.length))}`;
};

/** The first longest run of zero groups (RFC 5952 §4.2.3). */
const longestZeros = (groups: readonly number[]): { from: number; length: number } => {
  let best = { from: 0, length: 0 };
  let length = 0;
  for (const [i, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0;
    if (length > best.length) best = { from: i - length + 1, length };
  }
  return best;
};
