import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddress } from '#shared/domain/address.ts';
import { addressAt, indexOf, sizeOf } from '#shared/domain/network.ts';
import { Destinations, SOCKADDR_ROOM } from '#shared/engine/destinations.ts';
import { memoryOf } from '#shared/engine/memory.ts';
import { networkFrom } from '#test/support/network-from.ts';

const textAt = (
  { family, ipAt, ipLength }: Destinations,
  bytes: Uint8Array,
  at: number,
): string => {
  const ip = bytes.subarray(at + ipAt, at + ipAt + ipLength);
  if (family === 4) return ip.join('.');
  return Array.from({ length: 8 }, (_, i) =>
    (((ip[2 * i] ?? 0) << 8) | (ip[2 * i + 1] ?? 0)).toString(16),
  ).join(':');
};
const slices = fc.constantFrom(
  '10.1.2.0/24',
  '172.16.0.0/12',
  '192.168.7.9/32',
  '10.255.255.0/24',
  'fd00:1:2:3::/104',
  'fd12::ff00/120',
  '::1/128',
);

describe('destinations', () => {
  it('writes the address of every host, and reads the host from it', () => {
    const memory = memoryOf(8 * SOCKADDR_ROOM);
    fc.assert(
      fc.property(
        slices,
        fc.nat(),
        fc.integer({ min: 1, max: 65_535 }),
        fc.nat(7),
        (cidr, seed, port, place) => {
          const slice = networkFrom(cidr);
          const host = seed % Number(sizeOf(slice));
          const destinations = new Destinations(slice, []);
          const at = place * SOCKADDR_ROOM;
          destinations.write(memory, at, host, port);
          const address = parseAddress(textAt(destinations, memory.bytes, at));
          expect(address).toEqual(parseAddress(addressAt(slice, host)));
          expect(memory.view.getUint16(at, true)).toBe(slice.family === 4 ? 2 : 10);
          expect(memory.view.getUint16(at + 2)).toBe(port);
          expect(destinations.hostAt(memory, at)).toBe(host);
        },
      ),
    );
  });

  it('knows no host outside its slice', () => {
    const memory = memoryOf(SOCKADDR_ROOM);
    const outer = networkFrom('10.0.0.0/16');
    const inner = networkFrom('10.0.4.0/25');
    fc.assert(
      fc.property(fc.nat(65_535), (host) => {
        new Destinations(outer, []).write(memory, 0, host, 80);
        const address = parseAddress(addressAt(outer, host));
        const index = address && indexOf(inner, address);
        expect(new Destinations(inner, []).hostAt(memory, 0)).toBe(Number(index ?? -1n));
      }),
    );
  });

  it.each([
    ['10.0.0.0/30', -1, []],
    ['10.0.0.0/30', 4, []],
    ['10.0.0.0/30', 2 ** 32 - 1, []],
    ['fd00::/126', 4, []],
    ['169.254.169.0/24', 254, ['169.254.0.0/16']],
    ['10.0.0.0/24', 7, ['10.0.0.7/32']],
    ['10.0.0.0/24', 7, ['192.0.2.0/24', '10.0.0.4/30']],
    ['fd00:ec2::/64', 254, ['fd00:ec2::/32']],
  ])('does not let a probe to %s go to host %i', (cidr, host, forbidden) => {
    const destinations = new Destinations(networkFrom(cidr), forbidden.map(networkFrom));
    expect(() => destinations.write(memoryOf(SOCKADDR_ROOM), 0, host, 80)).toThrow(RangeError);
  });

  it('lets probes go to what lies beside a forbidden network', () => {
    const forbidden = [networkFrom('10.0.0.4/30'), networkFrom('10.0.1.0/24')];
    const destinations = new Destinations(networkFrom('10.0.0.0/24'), forbidden);
    const memory = memoryOf(SOCKADDR_ROOM);
    for (const host of [0, 3, 8, 255])
      expect(() => destinations.write(memory, 0, host, 80)).not.toThrow();
  });
});
