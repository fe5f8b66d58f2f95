import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contains, formatNetwork, networkOf } from '#shared/domain/network.ts';
import { networkIndex } from '#shared/domain/network-index.ts';
import { networkFrom } from '#test/support/network-from.ts';

it('finds just the networks that contain a given one', () => {
  // Close together and of both families, so that nesting is common.
  const near = fc
    .tuple(fc.constantFrom<4 | 6>(4, 6), fc.bigInt({ min: 0n, max: 255n }), fc.nat(10))
    .map(([family, value, bits]) => networkOf({ family, value }, (family === 4 ? 32 : 128) - bits));
  const several = fc.uniqueArray(near, { maxLength: 12, selector: formatNetwork });
  fc.assert(
    fc.property(several, near, (networks, inner) => {
      const expected = networks.filter((network) => contains(network, inner)).map(formatNetwork);
      const found = networkIndex(networks).holding(inner).map(formatNetwork);
      expect(found.toSorted()).toEqual(expected.toSorted());
    }),
    { numRuns: 300 },
  );
});

it('finds none in none', () => {
  expect(networkIndex([]).holding(networkFrom('10.0.0.1'))).toEqual([]);
});
