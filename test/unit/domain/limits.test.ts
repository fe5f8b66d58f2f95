import { describe, expect, it } from 'vitest';
import { checkLimits, DEFAULT_LIMITS, probesPerAddress } from '#shared/domain/limits.ts';
import { LIVENESS_TCP_PORTS } from '#shared/domain/liveness.ts';
import { countPorts, formatPorts, parsePorts } from '#shared/domain/ports.ts';
import { networkFrom } from '#test/support/network-from.ts';

const rates = (rate: number, rate_per_host: number | null = null) => ({ rate, rate_per_host });
const check = (
  networks: string[],
  tcp: string,
  udp = '',
  options = rates(5000),
  limits = DEFAULT_LIMITS,
) => checkLimits(networks.map(networkFrom), parsePorts(tcp), parsePorts(udp), options, limits);
const code = (expected: string) => expect.objectContaining({ code: expected });

describe('addresses', () => {
  it('of all networks together are at most 1,048,576', () => {
    expect(() => check(['10.0.0.0/12'], '22')).not.toThrow();
    expect(() => check(['10.0.0.0/13', '10.8.0.0/13'], '22')).not.toThrow();
    expect(() => check(['10.0.0.0/12', '10.16.0.0/32'], '22')).toThrow(code('too-many-addresses'));
    expect(() => check(['10.0.0.0/8'], '22')).toThrow(code('too-many-addresses'));
    expect(() => check(['fd12:3456:789a::/64'], '22')).toThrow(code('too-many-addresses'));
    expect(() => check(['::/0'], '1-65535', '1-65535')).toThrow(code('too-many-addresses'));
  });

  it('are as many as the scope says where it says so', () => {
    const wide = { ...DEFAULT_LIMITS, addresses: 2 ** 24, probes: 2 ** 28 };
    expect(() => check(['10.0.0.0/8'], '1-16', '', rates(5000), wide)).not.toThrow();
    const narrow = { ...DEFAULT_LIMITS, addresses: 255, probes: 2 ** 28 };
    expect(() => check(['10.0.0.0/24'], '22', '', rates(5000), narrow)).toThrow(
      code('too-many-addresses'),
    );
  });
});

it('probes are at most 16,777,216, TCP and UDP together', () => {
  expect(() => check(['10.0.0.0/12'], '1-8', '1-8')).not.toThrow();
  expect(() => check(['10.0.0.0/12'], '1-8', '1-9')).toThrow(code('too-many-probes'));
  expect(() => check(['10.0.0.0/24', '10.0.1.0/24'], 'all')).toThrow(code('too-many-probes'));
  expect(() => check(['10.0.0.0/12'], '')).not.toThrow();
});

describe('a rate', () => {
  it('is too low when a silent address takes more than 600 s', () => {
    expect(() => check(['10.0.0.1'], '1-3000', '', rates(10))).not.toThrow();
    expect(() => check(['10.0.0.1'], '1-3001', '', rates(10))).toThrow(code('rate-too-low'));
    expect(() => check(['10.0.0.1'], '1-3001', '', rates(5000, 10))).toThrow(
      expect.objectContaining({
        errors: [{ pointer: '/options/rate_per_host', code: 'rate-too-low' }],
        message: expect.stringContaining('at least 11 probes per second'),
      }),
    );
  });

  it("of Lambda's default suits every port of an address", () => {
    expect(() => check(['10.0.0.1'], 'all', 'all', rates(5000, 500))).not.toThrow();
  });

  it('is not judged by the size of the network', () => {
    expect(() => check(['10.0.0.0/16'], '22', '', rates(1))).not.toThrow();
  });
});

it('without ports an address is asked a few liveness questions', () => {
  expect(probesPerAddress([], [])).toBe(countPorts(LIVENESS_TCP_PORTS));
  expect(probesPerAddress(parsePorts('22'), parsePorts('53,67'))).toBe(3);
  expect(parsePorts(formatPorts(LIVENESS_TCP_PORTS))).toEqual(LIVENESS_TCP_PORTS);
});
