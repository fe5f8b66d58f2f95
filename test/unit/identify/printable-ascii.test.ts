import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { printableAscii } from '#shared/identify/printable-ascii.ts';
import { safeTexts } from '#shared/identify/safe-texts.ts';

test.each([
  ['plain ~', 'plain ~'],
  ['a\0b\r\n', 'a\\x00b\\x0d\\x0a'],
  ['\x1b]0;owned\x07', '\\x1b]0;owned\\x07'],
  ['C:\\x41', 'C:\\x5cx41'],
  ['caf\xe9', 'caf\\xe9'],
  ['\u202eabc', '\\xe2\\x80\\xaeabc'],
  ['\ud800', '\\xef\\xbf\\xbd'],
  ['\u{1f600}', '\\xf0\\x9f\\x98\\x80'],
])('%j is kept as %s', (text, kept) => {
  expect(printableAscii(text, 100)).toBe(kept);
});

test('whatever comes in, printable ASCII of the given length comes out, and no escape is cut', () => {
  const text = fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
    .map((units) => String.fromCharCode(...units));
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 300 }), (given, length) => {
      const kept = printableAscii(given, length);
      expect(kept.length).toBeLessThanOrEqual(length);
      expect(kept).toMatch(/^(?:[\x20-\x5b\x5d-\x7e]|\\x[0-9a-f]{2})*$/);
    }),
  );
});

test('bytes can be told from what is kept', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const kept = printableAscii(Buffer.from(bytes).toString('latin1'), 1000);
      const told = kept.replaceAll(/\\x(..)/g, (_, hex) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      );
      expect(Buffer.from(told, 'latin1')).toEqual(Buffer.from(bytes));
    }),
  );
});

test('every text of a document is made safe, wherever it stands; a banner may be longer', () => {
  const long = '\0'.repeat(2000);
  const safe = safeTexts({
    banner: long,
    http: { status: 200, title: long },
    names: [{ name: 'a\n' }],
    none: null,
  });
  expect(safe).toEqual({
    banner: '\\x00'.repeat(256),
    http: { status: 200, title: '\\x00'.repeat(63) },
    names: [{ name: 'a\\x0a' }],
    none: null,
  });
});
