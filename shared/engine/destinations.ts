import { type Family, formatAddress } from '#shared/domain/address.ts';
import { lastOf, type Network, overlaps } from '#shared/domain/network.ts';
import { LINUX } from './libc-names.ts';
import type { Memory } from './memory.ts';

/** How long a socket address of each family is, and where in it the IP address begins. */
const LENGTH = { 4: 16, 6: 28 } as const;
const IP_AT = { 4: 4, 6: 8 } as const;
const IP_LENGTH = { 4: 4, 6: 16 } as const;
export const SOCKADDR_ROOM = 32;

type Range = { readonly first: Uint8Array; readonly last: Uint8Array };

const bytesOf = (family: Family, value: bigint): Uint8Array => {
  const bytes = new Uint8Array(IP_LENGTH[family]);
  for (let i = bytes.length - 1, rest = value; i >= 0; i--, rest >>= 8n)
    bytes[i] = Number(rest & 255n);
  return bytes;
};

const rangeOf = (network: Network): Range => ({
  first: bytesOf(network.family, network.first),
  last: bytesOf(network.family, lastOf(network)),
});

/** Below 0, 0 or above it as the bytes at a place come before, are, or come after the others. */
const compare = (bytes: Uint8Array, at: number, others: Uint8Array): number => {
  for (let i = 0; i < others.length; i++) {
    const difference = (bytes[at + i] ?? 0) - (others[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

const isWithin = (bytes: Uint8Array, at: number, { first, last }: Range): boolean =>
  compare(bytes, at, first) >= 0 && compare(bytes, at, last) <= 0;

/** Socket addresses of the hosts of one slice, as bytes. */
export class Destinations {
  readonly family: Family;
  /** Bytes of a socket address. */
  readonly length: number;
  /** Where in it the IP address begins. */
  readonly ipAt: number;
  readonly ipLength: number;
  readonly domain: number;
  readonly #ip: Uint8Array;
  readonly #lowest: number;
  readonly #slice: Range;
  readonly #forbidden: readonly Range[];

  /** `forbidden`: what no probe may reach, though it lie inside the slice. */
  constructor(slice: Network, forbidden: readonly Network[]) {
    this.family = slice.family;
    this.length = LENGTH[slice.family];
    this.ipAt = IP_AT[slice.family];
    this.ipLength = IP_LENGTH[slice.family];
    this.domain = slice.family === 4 ? LINUX.AF_INET : LINUX.AF_INET6;
    this.#slice = rangeOf(slice);
    this.#ip = this.#slice.first;
    this.#lowest = Number(BigInt.asUintN(32, slice.first));
    this.#forbidden = forbidden.filter((network) => overlaps(network, slice)).map(rangeOf);
  }

  /**
   * Writes where a probe goes, and then looks at the very bytes that the kernel will read: whatever led there, they
   * must be inside the slice and not forbidden. Throws RangeError otherwise.
   */
  write({ view, bytes }: Memory, at: number, host: number, port: number): void {
    view.setUint16(at, this.domain, true);
    view.setUint16(at + 2, port);
    const ipAt = at + this.ipAt;
    // A slice is aligned and has fewer than 2^32 hosts: only the last four bytes differ among them.
    if (this.family === 6) bytes.set(this.#ip, ipAt);
    view.setUint32(ipAt + this.ipLength - 4, this.#lowest + host);
    this.#check(bytes, ipAt);
  }

  /** The index of the host at these bytes; below 0, or beyond the slice, when they are of another. */
  hostAt({ view, bytes }: Memory, at: number): number {
    const ipAt = at + this.ipAt;
    if (!isWithin(bytes, ipAt, this.#slice)) return -1;
    return view.getUint32(ipAt + this.ipLength - 4) - this.#lowest;
  }

  #check(bytes: Uint8Array, ipAt: number): void {
    let isAllowed = isWithin(bytes, ipAt, this.#slice);
    for (let i = 0; i < this.#forbidden.length; i++)
      isAllowed &&= !isWithin(bytes, ipAt, this.#forbidden[i] as Range);
    if (isAllowed) return;
    const value = bytes
      .subarray(ipAt, ipAt + this.ipLength)
      .reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    throw new RangeError(`${formatAddress({ family: this.family, value })} is not to be probed`);
  }
}
