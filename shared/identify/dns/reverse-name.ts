import type { Address } from '#shared/domain/address.ts';

/** The name that an address has in the DNS: `4.3.2.1.in-addr.arpa` (RFC 1035 §3.5), nibbles in `ip6.arpa` (RFC 3596 §2.5). */
export const reverseName = ({ family, value }: Address): string => {
  const parts = family === 4 ? octets(Number(value)) : nibbles(value);
  return `${parts.reverse().join('.')}.${family === 4 ? 'in-addr' : 'ip6'}.arpa`;
};

const octets = (value: number): number[] => [24, 16, 8, 0].map((bits) => (value >>> bits) & 255);

const nibbles = (value: bigint): string[] => [...value.toString(16).padStart(32, '0')];
