import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostnameOf } from '#shared/domain/hostname.ts';
import { type HostName, NAME_SOURCES, type NameSource } from '#shared/domain/identity.ts';

const ADDRESS = '10.2.3.4';
const named = (source: NameSource, name: string): HostName => ({ source, name });

describe('the name of a host', () => {
  it('comes from the most telling source, whatever the order they were asked in', () => {
    const all = NAME_SOURCES.map((source) => named(source, `name-of-${source}`));
    for (let i = 0; i < all.length; i++)
      expect(hostnameOf(all.slice(i).reverse(), ADDRESS)).toBe(all[i]?.name);
    expect(NAME_SOURCES[0]).toBe('ptr');
    expect(hostnameOf([], ADDRESS)).toBeNull();
  });

  it('is the first of one source', () => {
    expect(hostnameOf([named('tls', 'a.net'), named('tls', 'b.net')], ADDRESS)).toBe('a.net');
  });

  it('is not made from the address while there is another', () => {
    for (const made of ['ip-10-2-3-4.lan', '4.3.2.10.dyn.net', 'host10-2-3-4', 'a1.10.2.3.4.b']) {
      expect(hostnameOf([named('ptr', made), named('tls', 'shop.net')], ADDRESS)).toBe('shop.net');
      expect(hostnameOf([named('ptr', made)], ADDRESS)).toBe(made);
    }
    expect(hostnameOf([named('ptr', 'db-10-2.net'), named('tls', 'b')], ADDRESS)).toBe(
      'db-10-2.net',
    );
  });

  it('is none that names nobody', () => {
    for (const name of ['', ' ', 'localhost', 'localhost.localdomain', '(none)', '-', '10.2.3.4'])
      expect(hostnameOf([named('snmp', name)], ADDRESS)).toBeNull();
    expect(hostnameOf([named('snmp', 'localhost'), named('tls', 'a.b')], ADDRESS)).toBe('a.b');
  });

  it('is none that had to be escaped, nor longer than the DNS has', () => {
    expect(hostnameOf([named('snmp', '\\x1b[31mred')], ADDRESS)).toBeNull();
    expect(hostnameOf([named('snmp', 'a'.repeat(254))], ADDRESS)).toBeNull();
    expect(hostnameOf([named('snmp', 'a'.repeat(253))], ADDRESS)).not.toBeNull();
  });

  it('is always one of the names', () => {
    const name = fc.record({ source: fc.constantFrom(...NAME_SOURCES), name: fc.string() });
    fc.assert(
      fc.property(fc.array(name), (names) => {
        const chosen = hostnameOf(names, ADDRESS);
        expect([null, ...names.map((one) => one.name)]).toContain(chosen);
      }),
    );
  });
});
