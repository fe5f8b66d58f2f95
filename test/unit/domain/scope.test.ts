import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressBits } from '#shared/domain/address.ts';
import { DEFAULT_LIMITS } from '#shared/domain/limits.ts';
import { type Network, sizeOf } from '#shared/domain/network.ts';
import { allowedBy, limitsIn, type Scope, type ScopeLimits } from '#shared/domain/scope.ts';
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

describe('the limits of a run', () => {
  const scope = (cidr: string, limits: Partial<ScopeLimits> = {}): Scope => ({
    ...networkFrom(cidr),
    limits: { maxAddresses: null, maxProbes: null, rate: null, ...limits },
  });
  const wide = scope('10.0.0.0/8', { rate: 100, maxProbes: 5000 });
  const narrow = scope('10.1.0.0/16', { maxAddresses: 2 ** 24 });

  it.each([
    ['the default, outside of all', ['192.168.0.0/24'], DEFAULT_LIMITS],
    ['those of the scope', ['10.9.0.0/24'], { ...DEFAULT_LIMITS, rate: 100, probes: 5000 }],
    ['those of the narrowest', ['10.1.2.0/24'], { ...DEFAULT_LIMITS, addresses: 2 ** 24 }],
    [
      'the strictest of several networks',
      ['10.1.2.0/24', '10.9.0.0/24'],
      { addresses: DEFAULT_LIMITS.addresses, rate: 100, probes: 5000 },
    ],
  ])('are %s', (_name, networks, expected) => {
    expect(limitsIn([wide, narrow], networks.map(networkFrom))).toEqual(expected);
  });

  it('are the strictest of the scopes that hold a network only together', () => {
    const halves = [scope('10.0.0.0/25', { rate: 7 }), scope('10.0.0.128/25', { rate: 9 })];
    expect(limitsIn(halves, [networkFrom('10.0.0.0/24')]).rate).toBe(7);
  });
});
