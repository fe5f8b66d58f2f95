import { createHash } from 'node:crypto';

const HEAD = '/** The HTTP API in types, made by "npm run client" and not to be edited; ';

const stampOf = (document: object, types: string): string =>
  createHash('sha256').update(JSON.stringify(document)).update(types).digest('hex');

/** Types with a line before them by which it can be told, without making them anew, what they were made of. */
export const stamped = (document: object, types: string): string =>
  `${HEAD}${stampOf(document, types)} */\n\n${types}`;

/** True where a stamped text is whole, and was made of this document. */
export const isMadeOf = (text: string, document: object): boolean =>
  text === stamped(document, text.slice(text.indexOf('\n\n') + 2));
