import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** One line of the results: what was measured, the goal, and the outcome with its spread. */
export type Result = { readonly what: string; readonly goal: string; readonly measured: string };

const file = new URL('../RESULTS.md', import.meta.url);
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

/** Writes the table of a part into RESULTS.md and to the terminal. */
export const record = (part: string, results: readonly Result[]): void => {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '# What the engine does\n';
  writeFileSync(file, withPart(text, part, results));
  console.log(`${part}\n${tableOf(results)}\n`);
};
