import { expect, it } from 'vitest';
import { exclusionsIn } from '#shared/domain/exclusions.ts';
import { formatNetwork } from '#shared/domain/network.ts';
import { networkFrom } from '#test/support/network-from.ts';

const excluded = (networks: string[], exclude: string[]) =>
  Object.fromEntries(
    [...exclusionsIn(networks.map(networkFrom), exclude)].map(([network, texts]) => [
      formatNetwork(network),
      texts,
    ]),
  );

it('each network is given what is excluded inside it, canonical and once', () => {
  const exclude = ['10.2.0.9', '10.2.0.9/32', '10.2.0.77/28', 'FD12::1', '10.2.0.128/25'];
  expect(excluded(['10.2.0.0/24', '10.2.0.0/26', 'fd12::/64'], exclude)).toEqual({
    '10.2.0.0/24': ['10.2.0.9/32', '10.2.0.64/28', '10.2.0.128/25'],
    '10.2.0.0/26': ['10.2.0.9/32'],
    'fd12::/64': ['fd12::1/128'],
  });
});

it('the whole network may be excluded', () => {
  expect(excluded(['10.2.0.0/24'], ['10.2.0.0/24'])).toEqual({ '10.2.0.0/24': ['10.2.0.0/24'] });
});

it('whatever lies in no network is named', () => {
  expect(() => excluded(['10.2.0.0/24'], ['10.2.0.0/23', '10.2.0.1', '::1'])).toThrow(
    expect.objectContaining({
      code: 'validation-error',
      errors: [
        { pointer: '/options/exclude/0', code: 'outside-the-networks' },
        { pointer: '/options/exclude/2', code: 'outside-the-networks' },
      ],
    }),
  );
});
