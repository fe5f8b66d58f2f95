import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { clipped, printable } from '#shared/domain/printable.ts';
import type { Paint, Style } from './paint.ts';

export type Column = { readonly title: string; readonly align?: 'left' | 'right' };
/** Text as it came, and how it is painted where there are colours. */
export type Cell = string | { readonly text: string; readonly style: Style };
type Row = readonly Cell[];

const GAP = '  ';
const ASCII = /^[\x20-\x7e]*$/;
/** What a cell shows of a longer text; a caller that shows less clips it first. */
const LONGEST = 160;

/** Columns that a text takes on a terminal, colours aside. */
export const widthOf = (cell: string): number => {
  const shown = cell.includes('\x1b') ? stripVTControlCharacters(cell) : cell;
  return ASCII.test(shown) ? shown.length : stringWidth(shown);
};

const padded = (cell: string, width: number, align: Column['align']): string => {
  const space = ' '.repeat(Math.max(width - widthOf(cell), 0));
  return align === 'right' ? space + cell : cell + space;
};

/** What came from elsewhere, fit for one line of a terminal. */
export const inLine = (text: string, longest = LONGEST): string =>
  clipped(printable(text.slice(0, longest + 1)), longest);

/**
 * A table without rules, written part by part: `add` gives the text of some more rows, the titles before the first of
 * them. Columns keep the width of the widest cell so far, so that nothing has to be held back. Whatever a cell says, it
 * stays in its line.
 */
export const columns = (heads: readonly Column[], paint: Paint) => {
  const widths = heads.map(({ title }) => title.length);
  let titles = [heads.map(({ title }) => paint('bold', title))];
  const shown = (cell: Cell): string =>
    typeof cell === 'string' ? inLine(cell) : paint(cell.style, inLine(cell.text));
  const widen = (row: readonly string[]): void => {
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, widthOf(cell));
  };
  const lineOf = (row: readonly string[]): string =>
    heads
      .map(({ align }, at) => padded(row[at] ?? '', widths[at] ?? 0, align))
      .join(GAP)
      .trimEnd();
  return {
    add: (rows: readonly Row[]): string => {
      const all = [...titles, ...rows.map((row) => row.map(shown))];
      titles = [];
      all.forEach(widen);
      return all.map((row) => `${lineOf(row)}\n`).join('');
    },
  };
};
