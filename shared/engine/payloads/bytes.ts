/** A big-endian 16-bit number. */
export const u16 = (value: number): number[] => [(value >>> 8) & 255, value & 255];

/** A big-endian 32-bit number. */
export const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value)];

/** The bytes of ASCII text. */
export const ascii = (text: string): number[] => [...Buffer.from(text, 'ascii')];

/** `count` bytes that are not zero and always the same: for keys, nonces and identifiers that need only be well-formed. */
export const filler = (count: number): number[] =>
  Array.from({ length: count }, (_, i) => (i % 251) + 1);
