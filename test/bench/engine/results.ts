import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** One line of the results: what was measured, the goal, and the outcome with its spread. */
export type Result = { readonly what: string; readonly goal: string; readonly measured: string };

/** Whether a row is to be measured, by what it is called. */
export type Wants = (what: string) => boolean;

const begin = (part: string): string => `<!-- ${part} -->`;
const end = (part: string): string => `<!-- /${part} -->`;

const tableOf = (results: readonly Result[]): string =>
  ['| what | goal | measured |', '|---|---|---|']
    .concat(results.map(({ what, goal, measured }) => `| ${what} | ${goal} | ${measured} |`))
    .join('\n');

/** Rows of a table as it was written. */
const rowsIn = (section: string): Result[] =>
  section.split('\n').flatMap((line) => {
    const [, what = '', goal = '', measured = ''] = /^\| (.+) \| (.+) \| (.+) \|$/.exec(line) ?? [];
    return what === '' || what === 'what' ? [] : [{ what, goal, measured }];
  });

/** What was measured anew in place of what it was before; what was not measured stays. */
const merged = (before: readonly Result[], results: readonly Result[]): Result[] => {
  const anew = new Map(results.map((result) => [result.what, result]));
  const kept = before.map((result) => anew.get(result.what) ?? result);
  const known = new Set(before.map(({ what }) => what));
  return [...kept, ...results.filter(({ what }) => !known.has(what))];
};

/** A text with the results of a part in its table, or in a new one at the end; the rest stays as it is. */
export const withPart = (
  text: string,
  part: string,
  results: readonly Result[],
  isWhole = true,
): string => {
  const from = text.indexOf(begin(part));
  const to = text.indexOf(end(part));
  const isNew = from < 0 || to < 0;
  const before = isNew || isWhole ? [] : rowsIn(text.slice(from, to));
  const section = `${begin(part)}\n${tableOf(merged(before, results))}\n${end(part)}`;
  if (isNew) return `${text.trimEnd()}\n\n## ${part}\n\n${section}\n`;
  return text.slice(0, from) + section + text.slice(to + end(part).length);
};

/** A file of results beside this folder, and its title. */
type Book = { readonly name: string; readonly title: string };
const ENGINE: Book = { name: 'RESULTS.md', title: '# What the engine does' };
export const IDENTIFICATION: Book = { name: 'NAMES.md', title: '# What identification finds' };
export const DASHBOARD: Book = { name: 'DASHBOARD.md', title: '# How fast the dashboard is' };

/** Writes what a part measured, or some rows of it, into its book and to the terminal. */
export const record = (
  part: string,
  results: readonly Result[],
  isWhole = true,
  book = ENGINE,
): void => {
  const file = new URL(`../${book.name}`, import.meta.url);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : `${book.title}\n`;
  writeFileSync(file, withPart(text, part, results, isWhole));
  console.log(`${part}\n${tableOf(results)}\n`);
};
