import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTaskKey, parseTaskKey } from '#shared/domain/task-key.ts';
import { anyNetwork, anyPorts } from '#test/support/network-arbitraries.ts';

const canonical = (text: string): string | null => {
  const identity = parseTaskKey(text);
  return identity && formatTaskKey(identity);
};

describe('a key of the old system', () => {
  it.each([
    ['10.1.107.0/24&&', '10.1.107.0/24&&'],
    ['10.2.0.0/24&22,443&53,67,546', '10.2.0.0/24&22,443&53,67,546'],
    ['10.2.0.5/24&443,22,80,81&', '10.2.0.0/24&22,80-81,443&'],
    ['10.2.0.5&&53', '10.2.0.5/32&&53'],
    ['FD12::1/64&22&', 'fd12::/64&22&'],
  ])('%s is %s', (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });

  it.each([
    '',
    '10.2.0.0/24',
    '10.2.0.0/24&22',
    '10.2.0.0/24&22&53&',
    '10.2.0.0/24&22&53&99',
    '10.2.0.0/33&22&',
    '10.2/16&22&',
    'localhost&22&',
    '10.2.0.1-10.2.0.9&22&',
    '10.2.0.0/24&0&',
    '10.2.0.0/24&22, 80&',
    ' 10.2.0.0/24&22&',
    '10.2.0.0/24&22&53\n',
  ])('%j is none', (text) => {
    expect(parseTaskKey(text)).toBeNull();
  });
});

it('what is written is read back', () => {
  fc.assert(
    fc.property(anyNetwork(), anyPorts, anyPorts, (network, tcpPorts, udpPorts) => {
      const identity = { network, tcpPorts, udpPorts };
      expect(parseTaskKey(formatTaskKey(identity))).toEqual(identity);
    }),
  );
});
