import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressBits } from '#shared/domain/address.ts';
import { forbiddenNetworks, forbiddenRange } from '#shared/domain/forbidden.ts';
import { lastOf, type Network, overlaps } from '#shared/domain/network.ts';
import { anyNetwork } from '#test/support/network-arbitraries.ts';
import { networkFrom } from '#test/support/network-from.ts';

const single = (family: 4 | 6, value: bigint): Network => ({
  family,
  first: value,
  prefix: addressBits(family),
});

describe.each([
  ['0.0.0.0/8', '1.0.0.0'],
  ['169.254.0.0/16', '169.253.255.255'],
  ['169.254.0.0/16', '169.255.0.0'],
  ['192.0.0.0/24', '191.255.255.255'],
  ['192.0.0.0/24', '192.0.1.0'],
  ['198.18.0.0/15', '198.17.255.255'],
  ['198.18.0.0/15', '198.20.0.0'],
  ['224.0.0.0/3', '223.255.255.255'],
  ['168.63.129.16/32', '168.63.129.15'],
  ['168.63.129.16/32', '168.63.129.17'],
  ['100.100.100.200/32', '100.100.100.199'],
  ['100.100.100.200/32', '100.100.100.201'],
  ['::/8', '100::'],
  ['2001::/32', '2001:1::'],
  ['2001::/32', '2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['2002::/16', '2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['2002::/16', '2003::'],
  ['fe80::/10', 'fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['ff00::/8', 'feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['fd00:ec2::/32', 'fd00:ec1:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['fd00:ec2::/32', 'fd00:ec3::'],
])('%s', (range, outside) => {
  const network = networkFrom(range);

  it('is forbidden from its first address to its last, and in any network that holds one of them', () => {
    for (const policy of ['local', 'lambda'] as const) {
      expect(forbiddenRange(single(network.family, network.first), policy)).toBe(range);
      expect(forbiddenRange(single(network.family, lastOf(network)), policy)).toBe(range);
      expect(forbiddenRange({ ...network, first: 0n, prefix: 0 }, policy)).not.toBeNull();
    }
  });

  it(`is forbidden without its neighbour ${outside}`, () => {
    const neighbour = networkFrom(outside);
    const allowed = range === 'ff00::/8' ? 'fec0::/10' : null;
    expect(forbiddenRange(neighbour, 'lambda')).toBe(allowed);
  });
});

it.each(['64:ff9b::a9fe:a9fe', '64:ff9b:1::', '::ffff:7f00:1', 'fec0::1', 'febf::1'])(
  '%s is forbidden everywhere',
  (text) => {
    expect(forbiddenRange(networkFrom(text), 'local')).not.toBeNull();
    expect(forbiddenRange(networkFrom(text), 'lambda')).not.toBeNull();
  },
);

it('the loopback is forbidden on Lambda alone', () => {
  for (const text of ['127.0.0.1', '127.0.0.0/8', '::1']) {
    expect(forbiddenRange(networkFrom(text), 'local')).toBeNull();
    expect(forbiddenRange(networkFrom(text), 'lambda')).not.toBeNull();
  }
});

it('what is next to ::1 stays forbidden where ::1 is not', () => {
  expect(forbiddenRange(networkFrom('::/127'), 'local')).toBe('::/8');
  expect(forbiddenRange(networkFrom('::2'), 'local')).toBe('::/8');
});

it.each([
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '192.0.2.0/24',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '2001:db8::/32',
  'fd12:3456:789a::/48',
  '2a00::/16',
])('%s is not forbidden', (text) => {
  expect(forbiddenRange(networkFrom(text), 'lambda')).toBeNull();
});

it.each(['local', 'lambda'] as const)('as networks it is the same (%s)', (policy) => {
  const forbidden = forbiddenNetworks(policy);
  const near = fc.oneof(anyNetwork(), anyNetwork(6, 100), fc.constantFrom(...forbidden));
  const loopbacks = ['::', '::1', '::2', '::/127', '::/126', '127.0.0.1'].map(networkFrom);
  fc.assert(
    fc.property(fc.oneof(near, fc.constantFrom(...loopbacks)), (network) => {
      const isOverlapped = forbidden.some((range) => overlaps(range, network));
      expect(isOverlapped).toBe(forbiddenRange(network, policy) !== null);
    }),
    { numRuns: 500 },
  );
});
