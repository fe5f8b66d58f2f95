import { formatCount } from '#cli/view/format.ts';
import type { Paint } from '#cli/view/paint.ts';
import { formatAddress } from '#shared/domain/address.ts';
import { formatNetwork } from '#shared/domain/network.ts';
import type { Cell } from './cells.ts';
import { glyphOf, KINDS, type Kind, kindOf, LOOKS } from './glyphs.ts';

/** What a map is drawn on. */
export type Canvas = {
  readonly paint: Paint;
  /** Columns of the terminal. */
  readonly width: number;
  /** False where the locale has no characters but ASCII. */
  readonly hasBlocks: boolean;
};

const WIDEST_ROW = 64;
const NARROWEST_ROW = 8;

/** Cells of a row: a power of two, so that rows begin at round addresses. */
const rowLength = (cells: readonly Cell[], label: number, width: number): number => {
  const room = Math.max(Math.min(width - label - 1, WIDEST_ROW, cells.length), NARROWEST_ROW);
  return 2 ** Math.floor(Math.log2(room));
};

const labelOf = ({ network }: Cell): string => {
  const { family, first } = network;
  return formatAddress({ family, value: first });
};

/** Neighbours that look alike are painted at once: a terminal has less to read. */
const rowOf = (cells: readonly Cell[], { paint, hasBlocks }: Canvas): string => {
  const runs: { kind: Kind; text: string }[] = [];
  for (const cell of cells) {
    const kind = kindOf(cell);
    const glyph = glyphOf(cell, kind, hasBlocks ? 'block' : 'plain');
    const last = runs.at(-1);
    if (last?.kind === kind) last.text += glyph;
    else runs.push({ kind, text: glyph });
  }
  return runs.map(({ kind, text }) => paint(LOOKS[kind].style, text)).join('');
};

const GAP = '  ';

/** Words put into lines of a width. `length` is without colours. */
const inLines = (words: readonly { text: string; length: number }[], width: number): string[] => {
  const lines: { text: string; length: number }[] = [];
  for (const { text, length } of words) {
    const last = lines.at(-1);
    if (last === undefined || last.length + GAP.length + length > width)
      lines.push({ text, length });
    else
      lines.splice(-1, 1, {
        text: last.text + GAP + text,
        length: last.length + GAP.length + length,
      });
  }
  return lines.map(({ text }) => text);
};

const legend = (cells: readonly Cell[], { paint, width, hasBlocks }: Canvas): string[] => {
  const shown = new Set(cells.map(kindOf));
  const words = KINDS.filter((kind) => shown.has(kind)).map((kind) => {
    const { block, plain, style, words: meaning } = LOOKS[kind];
    const text = `${paint(style, hasBlocks ? block : plain)} ${meaning}`;
    return { text, length: meaning.length + 2 };
  });
  return inLines(words, width);
};

/** What a cell is where it is not one address. */
const blockWords = ([first]: readonly Cell[]): string[] =>
  first === undefined || first.addresses === 1
    ? []
    : [`a cell is a /${first.network.prefix}: the fuller, the more of it is up`];

/** A map: rows of cells, each with its first address, and what the cells mean; a line each. */
export const mapLines = (cells: readonly Cell[], canvas: Canvas): string[] => {
  const label = Math.max(...cells.map((cell) => labelOf(cell).length));
  const length = rowLength(cells, label, canvas.width);
  const rows: string[] = [];
  for (let from = 0; from < cells.length; from += length) {
    const row = cells.slice(from, from + length);
    const [first] = row;
    if (first !== undefined) rows.push(`${labelOf(first).padEnd(label)} ${rowOf(row, canvas)}`);
  }
  return [...rows, ...legend(cells, canvas), ...blockWords(cells)];
};

const sum = (cells: readonly Cell[], value: (cell: Cell) => number): number =>
  cells.reduce((total, cell) => total + value(cell), 0);

/** `10.2.0.0/24: 12 up (9 with open ports), 1 missed, 243 no answer, 0 not checked` */
export const mapWords = (network: string, cells: readonly Cell[]): string => {
  const of = (value: (cell: Cell) => number) => formatCount(sum(cells, value));
  const up = `${of((cell) => cell.up)} up (${of((cell) => cell.open)} with open ports)`;
  const missed = `${of((cell) => cell.missed)} missed`;
  const silent = `${of((cell) => cell.checked - Math.min(cell.checked, cell.up + cell.missed))} no answer`;
  const unchecked = `${of((cell) => cell.addresses - cell.checked - cell.excluded)} not checked`;
  const excluded = sum(cells, (cell) => cell.excluded);
  const rest = excluded > 0 ? `, ${formatCount(excluded)} excluded` : '';
  return `${network}: ${up}, ${missed}, ${silent}, ${unchecked}${rest}`;
};

/** A cell as `--json` has it. */
export const cellJson = ({ network, ...counts }: Cell) => ({
  cidr: formatNetwork(network),
  ...counts,
});
