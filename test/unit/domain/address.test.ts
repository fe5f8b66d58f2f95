import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, parseAddress } from '#shared/domain/address.ts';
import { anyAddress } from '#test/support/network-arbitraries.ts';

const canonical = (text: string): string | null => {
  const address = parseAddress(text);
  return address && formatAddress(address);
};

describe('an address is read in one spelling only', () => {
  it.each([
    ['octal', '010.0.0.1'],
    ['octal zero', '00.0.0.1'],
    ['hex', '0x7f.0.0.1'],
    ['short', '127.1'],
    ['decimal', '2130706433'],
    ['an octet too large', '10.0.0.256'],
    ['five octets', '1.2.3.4.5'],
    ['an empty octet', '1.2..4'],
    ['a trailing dot', '1.2.3.4.'],
    ['a leading space', ' 10.0.0.1'],
    ['a trailing newline', '10.0.0.1\n'],
    ['a NUL', '127.0.0.1\0'],
    ['Arabic-Indic digits', '١٠.0.0.1'],
    ['full-width digits', '１０.0.0.1'],
    ['an ideographic full stop', '10。0。0。1'],
    ['a sign', '+1.2.3.4'],
    ['an exponent', '1e1.0.0.1'],
    ['a dotted tail', '::ffff:127.0.0.1'],
    ['a zone', 'fe80::1%eth0'],
    ['brackets', '[::1]'],
    ['nine groups', '1:2:3:4:5:6:7:8:9'],
    ['seven groups', '1:2:3:4:5:6:7'],
    ['two gaps', '1::2::3'],
    ['three colons', ':::'],
    ['a gap that stands for nothing', '1:2:3:4::5:6:7:8'],
    ['a lone leading colon', ':1:2:3:4:5:6:7'],
    ['a lone trailing colon', '1:2:3:4:5:6:7:'],
    ['a group of five digits', '12345::'],
    ['a name', 'localhost'],
    ['nothing', ''],
  ])('%s is refused', (_, text) => {
    expect(parseAddress(text)).toBeNull();
  });

  it.each([
    ['0.0.0.0', '0.0.0.0'],
    ['255.255.255.255', '255.255.255.255'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:0db8:0000:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['::ffff:7f00:1', '::ffff:7f00:1'],
  ])('%s comes back as %s', (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });
});

describe('against independent readers', () => {
  const addressLike = fc.string({
    unit: fc.constantFrom(...'0123456789abcdefF:.'),
    maxLength: 41,
  });
  const text = fc.oneof(addressLike, fc.ipV4(), fc.ipV4Extended(), fc.ipV6(), fc.string());

  it('accepts what Node accepts, but for dotted tails and zones', () => {
    const expected = (t: string) => (/%|:.*\./.test(t) ? 0 : isIP(t));
    fc.assert(
      fc.property(text, (t) => {
        expect(parseAddress(t)?.family ?? 0).toBe(expected(t));
      }),
      { numRuns: 3000 },
    );
  });

  it('writes an address as the URL standard writes it', () => {
    const host = (t: string) => new URL(`http://${t.includes(':') ? `[${t}]` : t}/`).hostname;
    const plain = fc.oneof(
      fc.ipV4(),
      fc.ipV6().filter((t) => !t.includes('.')),
    );
    fc.assert(
      fc.property(plain, (t) => {
        expect(canonical(t)).toBe(host(t).replace(/[[\]]/g, ''));
      }),
      { numRuns: 2000 },
    );
  });
});

it('what is written is read back, and is already canonical', () => {
  fc.assert(
    fc.property(anyAddress(), (address) => {
      const text = formatAddress(address);
      expect(parseAddress(text)).toEqual(address);
      expect(isIP(text)).toBe(address.family);
      expect(canonical(text)).toBe(text);
    }),
    { numRuns: 2000 },
  );
});
