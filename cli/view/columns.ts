import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import type { Paint } from './paint.ts';

export type Column = { readonly title: string; readonly align?: 'left' | 'right' };
type Row = readonly string[];

const GAP = '  ';
const ASCII = /^[\x20-\x7e]*$/;

/** Columns that a text takes on a terminal, colours aside. */
const widthOf = (cell: string): number => {
  const shown = cell.includes('\x1b') ? stripVTControlCharacters(cell) : cell;
  return ASCII.test(shown) ? shown.length : stringWidth(shown);
};

const padded = (cell: string, width: number, align: Column['align']): string => {
  const space = ' '.repeat(Math.max(width - widthOf(cell), 0));
  return align === 'right' ? space + cell : cell + space;
};

/**
 * A table without rules, written part by part: `add` gives the text of some more rows, the titles before the first of
 * them. Columns keep the width of the widest cell so far, so that nothing has to be held back.
 */
export const columns = (heads: readonly Column[], paint: Paint) => {
  const widths = heads.map(({ title }) => title.length);
  let titles: Row[] = [heads.map(({ title }) => paint('bold', title))];
  const widen = (row: Row): void => {
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, widthOf(cell));
  };
  const lineOf = (row: Row): string =>
    heads
      .map(({ align }, at) => padded(row[at] ?? '', widths[at] ?? 0, align))
      .join(GAP)
      .trimEnd();
  return {
    add: (rows: readonly Row[]): string => {
      const all = [...titles, ...rows];
      titles = [];
      all.forEach(widen);
      return all.map((row) => `${lineOf(row)}\n`).join('');
    },
  };
};
