import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addressBits } from '#shared/domain/address.ts';
import { type Network, sizeOf } from '#shared/domain/network.ts';
import { allowedBy } from '#shared/domain/scope.ts';
import { anyNetwork } from '#test/support/network-arbitraries.ts';
import { networkFrom } from '#test/support/network-from.ts';

const allowed = (scopes: readonly string[], network: string) =>
  allowedBy(scopes.map(networkFrom), networkFrom(network));

it('no scope allows nothing', () => {
  expect(allowed([], '10.0.0.1')).toBe(false);
});

it.each([
  [['10.0.0.0/8'], '10.0.0.0/8'],
  [['10.0.0.0/8'], '10.255.255.255'],
  [['0.0.0.0/0'], '10.0.0.0/8'],
  [['10.0.0.0/24', '10.0.1.0/24'], '10.0.0.0/23'],
  [['10.0.1.0/24', '10.0.0.0/25', '10.0.0.128/25', '10.0.0.200'], '10.0.0.0/23'],
  [['fd12:3456:789a::/48'], 'fd12:3456:789a::/120'],
])('%j allow %s', (scopes, network) => {
  expect(allowed(scopes, network)).toBe(true);
});

it.each([
  [['203.0.113.0/24'], '203.0.112.0/23'],
  [['10.0.0.0/24'], '10.0.1.0/24'],
  [['10.0.0.0/25', '10.0.0.192/26'], '10.0.0.0/24'],
  [['10.0.0.0/25', '10.0.0.0/26', '10.0.0.64/26'], '10.0.0.0/24'],
  [['10.0.0.128/25', '10.0.1.0/24'], '10.0.0.0/23'],
  [['::/0'], '10.0.0.0/8'],
  [['0.0.0.0/0'], 'fd12::/120'],
])('%j do not allow %s', (scopes, network) => {
  expect(allowed(scopes, network)).toBe(false);
});

/** Pieces of a network, cut in halves at random. */
const pieces = (network: Network, cuts: readonly boolean[]): Network[] => {
  const queue = [network];
  for (const cut of cuts) {
    const next = queue.shift();
    if (next === undefined) break;
    queue.push(...(cut && next.prefix < addressBits(next.family) ? halves(next) : [next]));
  }
  return queue;
};
const halves = ({ family, first, prefix }: Network): Network[] => {
  const low = { family, first, prefix: prefix + 1 };
  return [low, { ...low, first: first + sizeOf(low) }];
};

it('pieces that make up a network allow it together, in any order, and not when one is missing', () => {
  const cut = fc
    .tuple(anyNetwork(), fc.array(fc.boolean(), { maxLength: 20 }))
    .map(([network, cuts]) => ({ network, parts: pieces(network, cuts) }));
  const shuffled = cut.chain(({ network, parts }) =>
    fc.record({
      network: fc.constant(network),
      parts: fc.shuffledSubarray(parts, { minLength: parts.length }),
    }),
  );
  fc.assert(
    fc.property(shuffled, ({ network, parts }) => {
      expect(allowedBy(parts, network)).toBe(true);
      expect(allowedBy(parts.slice(1), network)).toBe(false);
    }),
    { numRuns: 500 },
  );
});
