import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressBits } from '#shared/domain/address.ts';
import {
  CHUNK_LIMITS,
  PLANNED_TRIES,
  planChunks,
  type RunShape,
  sliceAt,
} from '#shared/domain/chunk.ts';
import { contains, formatNetwork, lastOf, sizeOf } from '#shared/domain/network.ts';
import { anyNetwork } from '#test/support/network-arbitraries.ts';
import { networkFrom } from '#test/support/network-from.ts';

const plan = (
  network: string,
  probesPerAddress: number,
  rate = 5000,
  ratePerHost: number | null = null,
) => planChunks({ network: networkFrom(network), probesPerAddress, rate, ratePerHost });

const anyShape: fc.Arbitrary<RunShape> = fc.record({
  network: anyNetwork(),
  probesPerAddress: fc.integer({ min: 1, max: 131_070 }),
  rate: fc.integer({ min: 1, max: 100_000 }),
  ratePerHost: fc.option(fc.integer({ min: 1, max: 10_000 })),
});

describe('a plan', () => {
  it.each([
    // A /8 with ten ports: the address limit decides.
    ['10.0.0.0/8', 10, { prefix: 20, total: 4096, addressesPerChunk: 4096 }],
    // 100 ports: the probe limit decides.
    ['10.0.0.0/16', 100, { prefix: 23, total: 128, addressesPerChunk: 512 }],
    // A /24 with four ports is worth one chunk; with 64, sixteen.
    ['10.0.0.0/24', 4, { prefix: 24, total: 1, addressesPerChunk: 256 }],
    ['10.0.0.0/24', 64, { prefix: 28, total: 16, addressesPerChunk: 16 }],
    ['127.0.0.0/30', 10_002, { prefix: 32, total: 4, addressesPerChunk: 1 }],
    ['10.0.0.7/32', 131_070, { prefix: 32, total: 1, addressesPerChunk: 1 }],
    ['fd12::/108', 1, { prefix: 116, total: 256, addressesPerChunk: 4096 }],
  ])('of %s with %i probes an address', (network, probes, expected) => {
    expect(plan(network, probes)).toEqual(expected);
  });

  it('of a slow run has chunks that end in time', () => {
    expect(plan('10.0.0.0/16', 10, 100)).toEqual({
      prefix: 23,
      total: 128,
      addressesPerChunk: 512,
    });
    expect(plan('10.0.0.0/24', 300, 5000, 3).addressesPerChunk).toBe(16);
    expect(plan('10.0.0.0/24', 400, 5000, 3).addressesPerChunk).toBe(1);
  });

  it('keeps every limit, or is down to one address', () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        const { addressesPerChunk: addresses } = planChunks(shape);
        const probes = addresses * shape.probesPerAddress;
        const pace = Math.min(shape.rate, (shape.ratePerHost ?? 1e9) * addresses);
        const within =
          addresses <= CHUNK_LIMITS.addresses &&
          probes <= CHUNK_LIMITS.probes &&
          (PLANNED_TRIES * probes) / pace <= 200;
        expect(addresses === 1 || within).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('has sixteen chunks or more, but for chunks of less than 1,024 probes', () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        const { total, addressesPerChunk } = planChunks(shape);
        const half = (addressesPerChunk / 2) * shape.probesPerAddress;
        expect(total >= 16 || addressesPerChunk === 1 || half < 1024).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('counts the addresses of the network exactly', () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        const { prefix, total, addressesPerChunk } = planChunks(shape);
        expect(BigInt(total) * BigInt(addressesPerChunk)).toBe(sizeOf(shape.network));
        expect(2 ** (addressBits(shape.network.family) - prefix)).toBe(addressesPerChunk);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('slices', () => {
  it('tile the network, each beginning where the one before ends', () => {
    const sliced = fc
      .tuple(anyNetwork(), fc.integer({ min: 0, max: 6 }))
      .filter(([network, bits]) => network.prefix + bits <= addressBits(network.family));
    fc.assert(
      fc.property(sliced, ([network, bits]) => {
        let next = network.first;
        for (let chunkNo = 0; chunkNo < 2 ** bits; chunkNo++) {
          const slice = sliceAt(network, network.prefix + bits, chunkNo);
          expect(slice.first).toBe(next);
          expect(contains(network, slice)).toBe(true);
          next = lastOf(slice) + 1n;
        }
        expect(next).toBe(lastOf(network) + 1n);
      }),
    );
  });

  it('of any plan are inside, the last one ending where the network ends', () => {
    const limited = anyShape.filter(({ network }) => sizeOf(network) <= 1n << 40n);
    fc.assert(
      fc.property(limited, (shape) => {
        const { prefix, total } = planChunks(shape);
        expect(sliceAt(shape.network, prefix, 0).first).toBe(shape.network.first);
        expect(lastOf(sliceAt(shape.network, prefix, total - 1))).toBe(lastOf(shape.network));
      }),
    );
  });

  it('of a /8 are made one at a time, without keeping any', () => {
    const network = networkFrom('10.0.0.0/8');
    const { prefix, total } = plan('10.0.0.0/8', 1000);
    expect(total).toBe(262_144);
    const before = process.memoryUsage().heapUsed;
    let addresses = 0n;
    for (let chunkNo = 0; chunkNo < total; chunkNo++)
      addresses += sizeOf(sliceAt(network, prefix, chunkNo));
    expect(addresses).toBe(sizeOf(network));
    // 2^24 addresses as a list would be a hundred times this.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * 2 ** 20);
  });

  it('outside of the network do not exist', () => {
    const network = networkFrom('10.0.0.0/24');
    expect(formatNetwork(sliceAt(network, 26, 3))).toBe('10.0.0.192/26');
    for (const chunkNo of [-1, 4, 0.5, Number.NaN])
      expect(() => sliceAt(network, 26, chunkNo)).toThrow(RangeError);
    expect(() => sliceAt(network, 23, 0)).toThrow(RangeError);
    expect(() => sliceAt(network, 33, 0)).toThrow(RangeError);
  });
});
