/** Control characters, bidirectional overrides and whatever else Unicode does not draw: Cc, Cf, Cs, Co, Cn, Zl, Zp. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

const hex = (value: number): string => value.toString(16).padStart(2, '0');

const escaped = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${hex(code)}` : `\\u{${hex(code)}}`;
};

/** Text that came from elsewhere, made safe to write to a terminal: what it cannot draw is shown as \xHH or \u{H}. */
export const printable = (text: string): string => text.replace(UNPRINTABLE, escaped);

/** JSON on one line, in which such characters are escaped too: it may well be looked at in a terminal. */
export const printableJson = (value: unknown): string =>
  JSON.stringify(value).replace(UNPRINTABLE, (character) =>
    Array.from({ length: character.length }, (_, at) => unit(character.charCodeAt(at))).join(''),
  );

const unit = (value: number): string => `\\u${value.toString(16).padStart(4, '0')}`;

/** The half of a character that was cut in two. */
const CUT = /[\ud800-\udbff]$/;

/** At most `length` characters, the last three of a longer text being dots. */
export const clipped = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 3).replace(CUT, '')}...`;
