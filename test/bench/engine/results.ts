import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** One line of the results: what was measured, the goal, and the outcome with its spread. */
export type Result = { readonly what: string; readonly goal: string; readonly measured: string };

const begin = (part: string): string => `<!-- ${part} -->`;
const end = (part: string): string => `<!-- /${part} -->`;

const tableOf = (results: readonly Result[]): string =>
  ['| what | goal | measured |', '|---|---|---|']
    .concat(results.map(({ what, goal, measured }) => `| ${what} | ${goal} | ${measured} |`))
    .join('\n');

/** A text with the table of a part put in place of its last one, or at the end; the rest stays as it is. */
export const withPart = (text: string, part: string, results: readonly Result[]): string => {
  const section = `${begin(part)}\n${tableOf(results)}\n${end(part)}`;
  const from = text.indexOf(begin(part));
  const to = text.indexOf(end(part));
  if (from < 0 || to < 0) return `${text.trimEnd()}\n\n## ${part}\n\n${section}\n`;
  return text.slice(0, from) + section + text.slice(to + end(part).length);
};

/** A file of results beside this folder, and its title. */
type Book = { readonly name: string; readonly title: string };
const ENGINE: Book = { name: 'RESULTS.md', title: '# What the engine does' };
export const IDENTIFICATION: Book = { name: 'NAMES.md', title: '# What identification finds' };

/** Writes the table of a part into its book and to the terminal. */
export const record = (part: string, results: readonly Result[], book = ENGINE): void => {
  const file = new URL(`../${book.name}`, import.meta.url);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : `${book.title}\n`;
  writeFileSync(file, withPart(text, part, results));
  console.log(`${part}\n${tableOf(results)}\n`);
};
