import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressBits, formatAddress, parseAddress } from '#shared/domain/address.ts';
import {
  addressAt,
  contains,
  formatNetwork,
  indexOf,
  lastOf,
  type Network,
  overlaps,
  parseCidr,
  parseNetworks,
  sizeOf,
} from '#shared/domain/network.ts';
import { anyAddress, anyNetwork } from '#test/support/network-arbitraries.ts';
import { networkFrom } from '#test/support/network-from.ts';

describe('a CIDR', () => {
  it.each([
    ['10.2.0.0/24', '10.2.0.0/24'],
    ['10.2.0.77/24', '10.2.0.0/24'],
    ['10.3.0.7', '10.3.0.7/32'],
    ['255.255.255.255/0', '0.0.0.0/0'],
    ['FD12:3456:789A::ff/120', 'fd12:3456:789a::/120'],
    ['::1', '::1/128'],
  ])('%s is %s', (text, expected) => {
    expect(formatNetwork(networkFrom(text))).toBe(expected);
  });

  it.each([
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/024',
    '10.0.0.0/',
    '10.0.0.0/-1',
    '10.0.0.0/+8',
    '10.0.0.0/8x',
    '10.0.0.0/8/8',
    '10.0.0.0/255.255.255.0',
    '10.0.0.0/ 8',
    '10.0.0.0/8\n',
    '10.0.0.0/٨',
    '10.1/16',
    '/8',
    '',
  ])('%j is refused', (text) => {
    expect(parseCidr(text)).toBeNull();
    expect(() => parseNetworks(text)).toThrow(
      expect.objectContaining({ code: 'validation-error' }),
    );
  });

  it('is read back as it is written', () => {
    fc.assert(
      fc.property(anyNetwork(), (network) => {
        expect(parseCidr(formatNetwork(network))).toEqual(network);
      }),
    );
  });
});

describe('a range', () => {
  it.each([
    ['10.0.0.0-10.0.0.255', ['10.0.0.0/24']],
    ['10.0.0.1-10.0.0.6', ['10.0.0.1/32', '10.0.0.2/31', '10.0.0.4/31', '10.0.0.6/32']],
    ['10.0.0.9-10.0.0.9', ['10.0.0.9/32']],
    ['0.0.0.0-255.255.255.255', ['0.0.0.0/0']],
    ['fd12::ffff-fd12::1:0', ['fd12::ffff/128', 'fd12::1:0/128']],
    ['::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', ['::/0']],
  ])('%s becomes %j', (text, expected) => {
    expect(parseNetworks(text).map(formatNetwork)).toEqual(expected);
  });

  it.each([
    '10.0.0.9-10.0.0.1',
    '10.0.0.1-fd12::1',
    '10.0.0.1-',
    '-10.0.0.1',
    '10.0.0.1-10.0.0.2-10.0.0.3',
    '10.0.0.0/24-10.0.1.0/24',
    '10.0.0.1 - 10.0.0.9',
    '10.0.0.1-9',
  ])('%s is refused', (text) => {
    expect(() => parseNetworks(text)).toThrow(
      expect.objectContaining({ errors: [{ pointer: '', code: 'not-a-network' }] }),
    );
  });

  it('becomes the least number of CIDRs, which cover it without gap or overlap', () => {
    const ends = fc.constantFrom<4 | 6>(4, 6).chain((f) => fc.tuple(anyAddress(f), anyAddress(f)));
    fc.assert(
      fc.property(ends, (pair) => {
        const [from, to] = pair.toSorted((a, b) => (a.value < b.value ? -1 : 1));
        if (!from || !to) return;
        const blocks = parseNetworks(`${formatAddress(from)}-${formatAddress(to)}`);
        expectTiling(blocks, from.value, to.value);
        expectNothingToMerge(blocks);
      }),
    );
  });

  const expectTiling = (blocks: readonly Network[], from: bigint, to: bigint) => {
    let next = from;
    for (const block of blocks) {
      expect(block.first).toBe(next);
      expect(parseCidr(formatNetwork(block))).toEqual(block);
      next = lastOf(block) + 1n;
    }
    expect(next).toBe(to + 1n);
  };

  /** Two neighbours are one block less exactly when they are the halves of one. */
  const expectNothingToMerge = (blocks: readonly Network[]) => {
    for (const [i, block] of blocks.entries()) {
      const other = blocks[i + 1];
      const halves = other?.prefix === block.prefix && block.first % (2n * sizeOf(block)) === 0n;
      expect(halves).toBe(false);
    }
  };
});

describe('containment and overlap', () => {
  /** Sixteen addresses, so that every pair of blocks can be compared address by address. */
  const small = fc
    .tuple(fc.bigInt({ min: 0n, max: 15n }), fc.integer({ min: 28, max: 32 }))
    .map(([value, prefix]) => networkFrom(`10.0.0.${value}/${prefix}`));
  const addressesOf = (network: Network): string[] =>
    Array.from({ length: Number(sizeOf(network)) }, (_, i) => addressAt(network, i));

  it('say what comparing the addresses says', () => {
    fc.assert(
      fc.property(small, small, (a, b) => {
        const [inA, inB] = [addressesOf(a), addressesOf(b)];
        expect(contains(a, b)).toBe(inB.every((address) => inA.includes(address)));
        expect(overlaps(a, b)).toBe(inB.some((address) => inA.includes(address)));
      }),
    );
  });

  it('never hold between families', () => {
    const [all4, all6] = [networkFrom('0.0.0.0/0'), networkFrom('::/0')];
    expect(contains(all6, networkFrom('10.0.0.0/8'))).toBe(false);
    expect(contains(all4, networkFrom('::1'))).toBe(false);
    expect(overlaps(all4, all6)).toBe(false);
  });
});

describe('an address by its index', () => {
  it('is inside, and its index is found again', () => {
    const inside = anyNetwork().chain((network) =>
      fc.bigInt({ min: 0n, max: sizeOf(network) - 1n }).map((index) => ({ network, index })),
    );
    fc.assert(
      fc.property(inside, ({ network, index }) => {
        const address = parseAddress(addressAt(network, index));
        expect(address && indexOf(network, address)).toBe(index);
      }),
    );
  });

  it('runs over the whole block in order', () => {
    const network = networkFrom('10.255.255.252/30');
    expect([0, 1, 2, 3].map((i) => addressAt(network, i))).toEqual([
      '10.255.255.252',
      '10.255.255.253',
      '10.255.255.254',
      '10.255.255.255',
    ]);
    expect(addressAt(networkFrom('128.0.0.0/1'), 2 ** 31 - 1)).toBe('255.255.255.255');
    expect(addressAt(networkFrom('fd12::/64'), (1n << 64n) - 1n)).toBe('fd12::ffff:ffff:ffff:ffff');
  });

  it.each(['10.0.0.0/24', 'fd12::/120'])('outside of %s is refused, never answered', (text) => {
    for (const index of [-1, 256, 1.5, Number.NaN, 256n, -1n])
      expect(() => addressAt(networkFrom(text), index)).toThrow(RangeError);
  });

  it('is null for an address outside or of the other family', () => {
    fc.assert(
      fc.property(anyNetwork(), anyAddress(), (network, address) => {
        const single = { ...address, first: address.value, prefix: addressBits(address.family) };
        expect(indexOf(network, address) !== null).toBe(contains(network, single));
      }),
    );
  });
});
