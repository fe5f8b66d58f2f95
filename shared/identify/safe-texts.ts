import { printableAscii } from './printable-ascii.ts';

/** The longest banner, and the longest of all other texts. */
const BANNER_LENGTH = 1024;
const TEXT_LENGTH = 255;

/**
 * A value with every text in it made printable ASCII and cut to length: whatever a source brings home, nothing else is
 * kept. Texts under the key `banner` may be 1 KiB.
 */
export const safeTexts = <T>(value: T): T => safe(value, TEXT_LENGTH) as T;

const safe = (value: unknown, length: number): unknown => {
  if (typeof value === 'string') return printableAscii(value, length);
  if (Array.isArray(value)) return value.map((item) => safe(item, TEXT_LENGTH));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(
    ([key, item]) => [key, safe(item, key === 'banner' ? BANNER_LENGTH : TEXT_LENGTH)] as const,
  );
  return Object.fromEntries(entries);
};
