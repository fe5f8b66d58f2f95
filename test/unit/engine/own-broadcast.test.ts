import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { isOwnBroadcast } from '#shared/engine/own-broadcast.ts';

const ours = (cidr: string, family: 'IPv4' | 'IPv6' = 'IPv4') =>
  ({ cidr, family }) as NetworkInterfaceInfo;

describe('isOwnBroadcast', () => {
  const interfaces = [ours('127.0.0.1/8'), ours('10.1.2.77/26'), ours('fd00::1/64', 'IPv6')];

  it.each(['10.1.2.64', '10.1.2.127', '127.255.255.255'])('%s is no host', (address) => {
    expect(isOwnBroadcast(address, interfaces)).toBe(true);
  });

  it.each(['10.1.2.65', '10.1.2.255', '10.1.2.63', 'fd00::'])('%s may be one', (address) => {
    expect(isOwnBroadcast(address, interfaces)).toBe(false);
  });

  it('knows that two hosts on a /31 need no broadcast address', () => {
    expect(isOwnBroadcast('10.0.0.1', [ours('10.0.0.0/31')])).toBe(false);
    expect(isOwnBroadcast('10.0.0.9', [ours('10.0.0.9/32')])).toBe(false);
  });
});
