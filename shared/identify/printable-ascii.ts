const PLAIN = /^[\x20-\x5b\x5d-\x7e]*$/;

const hex = (byte: number): string => `\\x${byte.toString(16).padStart(2, '0')}`;

/** Bytes as they came are one character each; what is beyond them is told in UTF-8. */
const escaped = (character: string): string => {
  if (PLAIN.test(character)) return character;
  const code = character.charCodeAt(0);
  if (code <= 0xff) return hex(code);
  return [...Buffer.from(character, 'utf8')].map(hex).join('');
};

/**
 * A stranger's text (bytes read as latin1, or Unicode) as printable ASCII of at most `length` characters, everything else
 * and the backslash as \xHH; no escape is cut in two. What comes out is safe in JSON, in Postgres, in a page and on a
 * terminal.
 */
export const printableAscii = (text: string, length: number): string => {
  // No character becomes shorter than it was.
  const start = text.slice(0, length);
  if (PLAIN.test(start)) return start;
  let printed = '';
  for (const character of start) {
    const next = escaped(character);
    if (printed.length + next.length > length) break;
    printed += next;
  }
  return printed;
};
