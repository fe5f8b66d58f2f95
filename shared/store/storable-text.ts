/** Longest text that is kept of what a host said. */
export const MOST_CHARACTERS = 1024;

/** What Postgres takes neither as text nor in JSON: NUL, and halves of surrogate pairs. */
const UNSTORABLE = /\0|\p{Surrogate}/gu;

const escaped = (character: string): string => {
  const code = character.charCodeAt(0);
  return code === 0 ? '\\x00' : `\\u${code.toString(16)}`;
};

/** Text of a stranger as it may be stored: cut off, and with escapes for what would make Postgres refuse all of it. */
export const storableText = (text: string): string =>
  text.slice(0, MOST_CHARACTERS).replace(UNSTORABLE, escaped);
