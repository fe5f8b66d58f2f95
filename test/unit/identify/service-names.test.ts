import { expect, test } from 'vitest';
import { commonServices } from '#shared/identify/common-services.ts';
import { serviceName } from '#shared/identify/service-names.ts';

test.each([
  ['tcp', 22, 'ssh'],
  ['tcp', 80, 'http'],
  ['tcp', 443, 'https'],
  ['tcp', 445, 'smb'],
  ['tcp', 3000, 'http'],
  ['tcp', 3306, 'mysql'],
  ['tcp', 3389, 'rdp'],
  ['tcp', 5432, 'postgresql'],
  ['tcp', 5601, 'kibana'],
  ['tcp', 6443, 'kubernetes'],
  ['tcp', 8443, 'https'],
  ['tcp', 9090, 'prometheus'],
  ['tcp', 9100, 'jetdirect'],
  ['tcp', 9200, 'elasticsearch'],
  ['tcp', 10_250, 'kubelet'],
  ['tcp', 27_017, 'mongodb'],
  ['udp', 53, 'domain'],
  ['udp', 161, 'snmp'],
  ['udp', 5353, 'mdns'],
  ['udp', 51_820, 'wireguard'],
  ['tcp', 7, 'echo'],
  ['tcp', 70, 'gopher'],
] as const)('%s port %i is called %s', (protocol, port, name) => {
  expect(serviceName(protocol, port)).toBe(name);
});

test('a number that is given to nobody has no name', () => {
  expect(serviceName('tcp', 4)).toBeUndefined();
  expect(serviceName('udp', 65_001)).toBeUndefined();
});

test('our own list has 150 names at least, each fit for `port state service`', () => {
  expect(commonServices.size).toBeGreaterThanOrEqual(150);
  for (const [key, name] of commonServices) {
    expect(key).toMatch(/^[1-9]\d{0,4}\/(?:tcp|udp)$/);
    expect(name).toMatch(/^[a-z][a-z0-9-]{1,30}$/);
  }
});
