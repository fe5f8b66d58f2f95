import type { Theme } from '#dashboard/theme/themes.ts';
import type { HostRow } from './host-row.ts';

export type Heat = { readonly rows: readonly HostRow[]; readonly ports: readonly number[] };
type Look = {
  readonly cursor: { readonly row: number; readonly column: number } | null;
  readonly theme: Theme;
};

export const CELL_PX = 18;
export const LABEL_PX = 130;
export const HEAD_PX = 52;

const COLOURS = {
  light: {
    text: '#182126',
    soft: '#52616a',
    line: '#e3e8ea',
    known: '#0d7479',
    open: '#63bcb4',
    page: '#ffffff',
  },
  dark: {
    text: '#e6ebee',
    soft: '#a3b0b8',
    line: '#2a3238',
    known: '#7fd6cd',
    open: '#2f8c8b',
    page: '#1b2024',
  },
};
type Colours = (typeof COLOURS)[Theme];

const prepare = (canvas: HTMLCanvasElement, width: number, height: number) => {
  const ratio = window.devicePixelRatio;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d');
  context?.scale(ratio, ratio);
  return context;
};

const drawRow = (
  context: CanvasRenderingContext2D,
  { host, open }: HostRow,
  y: number,
  { ports, colours }: { ports: readonly number[]; colours: Colours },
): void => {
  context.fillStyle = colours.text;
  context.fillText(host.ip, 8, y + CELL_PX - 5);
  const known = new Map(open.map((port) => [port.port, port.product !== undefined]));
  ports.forEach((port, column) => {
    const isKnown = known.get(port);
    context.fillStyle =
      isKnown === undefined ? colours.line : isKnown ? colours.known : colours.open;
    context.fillRect(LABEL_PX + column * CELL_PX, y, CELL_PX - 1, CELL_PX - 1);
  });
};

const drawHead = (
  context: CanvasRenderingContext2D,
  ports: readonly number[],
  colours: Colours,
  width: number,
) => {
  context.fillStyle = colours.page;
  context.fillRect(0, 0, width, HEAD_PX - 2);
  context.fillStyle = colours.soft;
  ports.forEach((port, column) => {
    context.save();
    context.translate(LABEL_PX + column * CELL_PX + CELL_PX - 5, HEAD_PX - 6);
    context.rotate(-Math.PI / 2);
    context.fillText(String(port), 0, 0);
    context.restore();
  });
};

/** Draws the rows that are in sight. */
export const drawHeat = (
  canvas: HTMLCanvasElement,
  scroller: HTMLElement,
  { rows, ports }: Heat,
  { cursor, theme }: Look,
): void => {
  const width = Math.max(scroller.clientWidth, LABEL_PX + ports.length * CELL_PX + 8);
  const height = Math.min(scroller.clientHeight, rows.length * CELL_PX + HEAD_PX);
  const context = prepare(canvas, width, height);
  if (context === null) return;
  const colours = COLOURS[theme];
  context.font = '12px ui-monospace, Menlo, Consolas, "Liberation Mono", monospace';
  const first = Math.floor(scroller.scrollTop / CELL_PX);
  const shift = HEAD_PX - (scroller.scrollTop % CELL_PX);
  const last = Math.min(rows.length, first + Math.ceil(height / CELL_PX) + 1);
  for (let row = first; row < last; row += 1) {
    const one = rows[row];
    if (one) drawRow(context, one, shift + (row - first) * CELL_PX, { ports, colours });
  }
  if (cursor !== null) {
    context.strokeStyle = colours.text;
    context.lineWidth = 2;
    const y = shift + (cursor.row - first) * CELL_PX;
    context.strokeRect(LABEL_PX + cursor.column * CELL_PX, y, CELL_PX - 1, CELL_PX - 1);
  }
  drawHead(context, ports, colours, width);
};
