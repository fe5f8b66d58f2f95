import {
  type Address,
  addressBits,
  type Family,
  formatAddress,
  formatIpv4,
  parseAddress,
} from './address.ts';
import { DomainError } from './errors.ts';

/** A CIDR block in canonical form: the bits after the prefix are clear. */
export type Network = {
  readonly family: Family;
  readonly first: bigint;
  readonly prefix: number;
};

const PREFIX = /^(?:0|[1-9][0-9]{0,2})$/;
/** Longest text of a range of two IPv6 addresses; longer input is refused before it is looked at. */
const MAX_LENGTH = 79;

const hostBits = ({ family, prefix }: Network): bigint => BigInt(addressBits(family) - prefix);

/** The block of the given prefix length around an address; host bits are cleared. */
export const networkOf = ({ family, value }: Address, prefix: number): Network => {
  const bits = BigInt(addressBits(family) - prefix);
  return { family, first: (value >> bits) << bits, prefix };
};

/** Reads a CIDR, or a bare address as /32 or /128, in strict spelling; clears host bits. Null for anything else. */
export const parseCidr = (text: string): Network | null => {
  if (text.length > MAX_LENGTH) return null;
  const slash = text.indexOf('/');
  const address = parseAddress(slash === -1 ? text : text.slice(0, slash));
  if (address === null) return null;
  const bits = addressBits(address.family);
  if (slash === -1) return networkOf(address, bits);
  const prefix = text.slice(slash + 1);
  return PREFIX.test(prefix) && Number(prefix) <= bits ? networkOf(address, Number(prefix)) : null;
};

/**
 * Reads a CIDR, a bare address, or a range `a-b` in ascending order, which becomes the least number of CIDRs.
 * Throws `validation-error` (pointer '', code `not-a-network`).
 */
export const parseNetworks = (text: string): Network[] => {
  const networks = text.includes('-') ? parseRange(text) : parseCidr(text);
  if (networks !== null) return [networks].flat();
  throw new DomainError(
    'validation-error',
    'A network is written 10.2.0.0/24, 10.2.0.7, 10.2.0.1-10.2.0.9 or fd12:3456:789a::/120.',
    { errors: [{ pointer: '', code: 'not-a-network' }] },
  );
};

const parseRange = (text: string): Network[] | null => {
  if (text.length > MAX_LENGTH) return null;
  const [from, to, ...more] = text.split('-').map(parseAddress);
  if (!from || !to || more.length > 0) return null;
  return from.family === to.family && from.value <= to.value
    ? cidrsBetween(from.family, from.value, to.value)
    : null;
};

/**
 * The least number of CIDRs from `from` to `to`, both included, none wider than /`widest`. Takes the largest aligned
 * block that fits, again and again: unless `widest` says otherwise, at most 2 × bits of them.
 */
export const cidrsBetween = (family: Family, from: bigint, to: bigint, widest = 0): Network[] => {
  const networks: Network[] = [];
  for (let first = from; first <= to; ) {
    const fitting = Math.min(trailingZeros(first, family), bitLength(to - first + 1n) - 1);
    const bits = Math.min(fitting, addressBits(family) - widest);
    networks.push({ family, first, prefix: addressBits(family) - bits });
    first += 1n << BigInt(bits);
  }
  return networks;
};

const bitLength = (value: bigint): number => value.toString(2).length;

const trailingZeros = (value: bigint, family: Family): number =>
  value === 0n ? addressBits(family) : bitLength(value & -value) - 1;

/** A network that was checked before it was stored; Postgres's text of a cidr is canonical. Anything else is a bug. */
export const storedNetwork = (text: string): Network => {
  const network = parseCidr(text);
  if (network === null) throw new Error('a stored network does not parse');
  return network;
};

/** Canonical text, always with its prefix length. */
export const formatNetwork = ({ family, first, prefix }: Network): string =>
  `${formatAddress({ family, value: first })}/${prefix}`;

/** Number of addresses. */
export const sizeOf = (network: Network): bigint => 1n << hostBits(network);

/** The highest address, as a number. */
export const lastOf = (network: Network): bigint => network.first + sizeOf(network) - 1n;

/** True when every address of `inner` is in `outer`. */
export const contains = (outer: Network, inner: Network): boolean =>
  outer.family === inner.family &&
  outer.prefix <= inner.prefix &&
  outer.first >> hostBits(outer) === inner.first >> hostBits(outer);

/** True when the two share an address. */
export const overlaps = (a: Network, b: Network): boolean => contains(a, b) || contains(b, a);

/** Text of the address at an index (0 is the first). Throws RangeError outside: no probe may leave its network. */
export const addressAt = (network: Network, index: number | bigint): string => {
  if (network.family === 4) return formatIpv4(ipv4At(network, Number(index)));
  const offset = BigInt(index);
  if (offset < 0n || offset >= sizeOf(network)) throw new RangeError('index outside the network');
  return formatAddress({ family: 6, value: network.first + offset });
};

const ipv4At = ({ first, prefix }: Network, index: number): number => {
  const inside = Number.isInteger(index) && index >= 0 && index < 2 ** (32 - prefix);
  if (!inside) throw new RangeError('index outside the network');
  return Number(first) + index;
};

/** Index of an address in a network, null when it is outside. */
export const indexOf = (network: Network, { family, value }: Address): bigint | null => {
  const inside = family === network.family && value >= network.first && value <= lastOf(network);
  return inside ? value - network.first : null;
};
