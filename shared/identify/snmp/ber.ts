/** One value of BER (X.690 §8.1), of definite length and a tag of one byte: all that SNMP has. */
export type BerValue = { readonly tag: number; readonly content: Buffer };

const LONG = 0x80;

/** Length in the short form, or in as many bytes as it takes. */
const lengthOf = (length: number): Buffer => {
  if (length < LONG) return Buffer.from([length]);
  return length < 256
    ? Buffer.from([LONG | 1, length])
    : Buffer.from([LONG | 2, length >>> 8, length & 255]);
};

/** A value of less than 64 KiB, made of parts that are encoded already. */
export const ber = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
};

/** Where content of that length begins; null for the indefinite form and for lengths no datagram has. */
const readLength = (bytes: Buffer): { readonly from: number; readonly length: number } | null => {
  const first = bytes[1];
  if (first === undefined) return null;
  if (first < LONG) return { from: 2, length: first };
  const count = first - LONG;
  if (count < 1 || count > 3 || bytes.length < 2 + count) return null;
  return { from: 2 + count, length: bytes.readUIntBE(2, count) };
};

/** The values that lie one behind the other in some bytes; null where they are not whole. */
export const readBer = (bytes: Buffer): BerValue[] | null => {
  const values: BerValue[] = [];
  for (let rest = bytes; rest.length > 0; ) {
    const length = readLength(rest);
    if (length === null || length.from + length.length > rest.length) return null;
    const end = length.from + length.length;
    values.push({ tag: rest[0] ?? 0, content: rest.subarray(length.from, end) });
    rest = rest.subarray(end);
  }
  return values;
};
