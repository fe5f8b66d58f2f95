import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { vendorTable } from '#infra/vendor-table.ts';
import { vendorOf } from '#shared/identify/vendor.ts';

let table: string;
let lines: readonly (readonly [prefix: string, vendor: string])[];
let vendors: ReadonlyMap<string, string>;

/** A MAC address that begins with those hex digits. */
const macWith = (prefix: string): string =>
  prefix
    .padEnd(12, '5')
    .toLowerCase()
    .replace(/..(?=.)/g, '$&:');

describe('vendors', () => {
  beforeAll(() => {
    table = vendorTable();
    lines = table
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t') as [string, string]);
    vendors = new Map(lines);
  });

  it('are packed as the registry has them; npm run vendors packs them anew', () => {
    const file = new URL('../../../shared/identify/vendors/vendors.tsv.br', import.meta.url);
    expect(brotliDecompressSync(readFileSync(file)).toString() === table).toBe(true);
  });

  it('are known by the longest prefix', () => {
    expect(vendorOf('00:50:56:0a:0b:0c')).toBe('VMware, Inc.');
    expect(vendorOf('b8:27:eb:00:00:01')).toBe('Raspberry Pi Foundation');
    const inParts = lines.filter(([prefix]) => prefix.length > 6).slice(0, 2000);
    for (const [prefix, vendor] of inParts) expect(vendorOf(macWith(prefix))).toBe(vendor);
  });

  it('are found wherever they stand in the table', () => {
    const ends = [lines[0], lines[1], lines.at(-2), lines.at(-1)];
    for (const [prefix, vendor] of ends.flatMap((line) => (line ? [line] : [])))
      expect(vendorOf(macWith(prefix))).toBe(vendor);
    const mac = fc.stringMatching(/^[0-9a-f]{12}$/);
    const known = fc
      .nat(lines.length - 1)
      .map((i) => macWith(lines[i]?.[0] ?? '').replaceAll(':', ''));
    fc.assert(
      fc.property(fc.oneof(mac, known), (digits) => {
        const key = digits.toUpperCase();
        const isLocal = (Number.parseInt(key.slice(0, 2), 16) & 2) !== 0;
        const found = [9, 7, 6].flatMap((length) => vendors.get(key.slice(0, length)) ?? [])[0];
        expect(vendorOf(macWith(digits))).toBe(isLocal ? null : (found ?? null));
      }),
      { numRuns: 500 },
    );
  });

  it('have no locally administered address, and none that the IEEE has given to nobody', () => {
    expect(vendorOf('02:60:8c:00:00:00')).toBeNull();
    expect(vendorOf('fe:50:56:00:00:00')).toBeNull();
    expect(vendorOf('fc:00:00:00:00:00')).toBeNull();
  });
});
