import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNetwork, readPorts } from '#test/support/fuzz/independent-reading.ts';
import { parserProperties } from '#test/support/fuzz/parsers.ts';

describe('a parser', () => {
  it.each(Object.entries(parserProperties))(
    'of %s accepts what an independent reading accepts, as the same thing',
    (_name, property) => {
      fc.assert(property, { numRuns: 1000 });
    },
  );
});

describe('the independent reading', () => {
  it.each([
    '010.0.0.1',
    '0x7f.1',
    '10.0.0.1/08',
    '10.0.0.1/33',
    '::1%lo',
    '::ffff:10.0.0.1',
    '1-2',
    '::/129',
    '',
  ])('refuses %j', (text) => {
    expect(readNetwork(text)).toBeNull();
  });

  it('knows ranges', () => {
    expect(readNetwork('10.0.0.9/30')).toEqual({
      family: 4,
      first: 0x0a000008n,
      last: 0x0a00000bn,
    });
    expect(readNetwork('fd12::1-fd12::3')?.last).toBe((0xfd12n << 112n) + 3n);
    expect(readNetwork('::1')).toEqual({ family: 6, first: 1n, last: 1n });
    expect(readNetwork('::7f00:1')?.first).toBe(0x7f000001n);
    expect(readPorts('1-3,a', { a: '9' })?.reduce((sum, mark) => sum + mark)).toBe(4);
    for (const text of ['0', '65536', '1-', '3-1', '01', '1,,2', 'b'])
      expect(readPorts(text, {})).toBeNull();
  });
});
