import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';

/** Written by `npm run vendors`: lines `PREFIX<TAB>vendor`, sorted by prefix, compressed. */
const TABLE = new URL('./vendors/vendors.tsv.br', import.meta.url);
/** Hex digits of the IEEE's small, medium and large blocks: a small one lies inside a large one of somebody else. */
const PREFIX_LENGTHS = [9, 7, 6] as const;
const LOCALLY_ADMINISTERED = 0x02;
const NEWLINE = 0x0a;

let table: Buffer | null = null;

/** Opened when the first MAC address is seen: most scanners see none. */
const opened = (): Buffer => {
  table ??= brotliDecompressSync(readFileSync(TABLE));
  return table;
};

/** The line that some byte of the table is in. */
const lineAt = (bytes: Buffer, at: number) => {
  const from = at === 0 ? 0 : bytes.lastIndexOf(NEWLINE, at - 1) + 1;
  return { from, to: bytes.indexOf(NEWLINE, at) };
};

/** The vendor of just that prefix, found by halving. */
const vendorAt = (bytes: Buffer, prefix: string): string | null => {
  let [low, high] = [0, bytes.length];
  while (low < high) {
    const { from, to } = lineAt(bytes, (low + high) >>> 1);
    const tab = bytes.indexOf('\t', from);
    const there = bytes.toString('latin1', from, tab);
    if (there === prefix) return bytes.toString('utf8', tab + 1, to);
    if (there < prefix) low = to + 1;
    else high = from;
  }
  return null;
};

/**
 * Who made what has that MAC address (`00:50:56:0a:0b:0c`), by the longest prefix that the IEEE has given away; null
 * where it says nobody, and for locally administered addresses, which no vendor gave.
 */
export const vendorOf = (mac: string): string | null => {
  const digits = mac.replaceAll(':', '').toUpperCase();
  if ((Number.parseInt(digits.slice(0, 2), 16) & LOCALLY_ADMINISTERED) !== 0) return null;
  for (const length of PREFIX_LENGTHS) {
    const vendor = vendorAt(opened(), digits.slice(0, length));
    if (vendor !== null) return vendor;
  }
  return null;
};
