import type { Style } from '#cli/view/paint.ts';
import type { Cell } from './cells.ts';

/** What a cell says at a glance. An address that was not looked at is never drawn as one that did not answer. */
export const KINDS = ['open', 'up', 'missed', 'silent', 'unchecked', 'excluded'] as const;
export type Kind = (typeof KINDS)[number];

type Look = {
  readonly block: string;
  readonly plain: string;
  readonly style: Style;
  readonly words: string;
};

export const LOOKS: Readonly<Record<Kind, Look>> = {
  open: { block: '█', plain: '#', style: 'green', words: 'up, with open ports' },
  up: { block: '▄', plain: '+', style: 'cyan', words: 'up' },
  missed: { block: '!', plain: '!', style: 'yellow', words: 'missed once' },
  silent: { block: '·', plain: '.', style: 'blue', words: 'no answer' },
  unchecked: { block: '░', plain: '?', style: 'dim', words: 'not checked' },
  excluded: { block: '×', plain: 'x', style: 'dim', words: 'excluded' },
};

/** The part of a block that is up, in four steps. */
const DENSITY = { block: ['▂', '▄', '▆', '█'], plain: ['1', '2', '3', '4'] } as const;

export const kindOf = (cell: Cell): Kind => {
  if (cell.open > 0) return 'open';
  if (cell.up > 0) return 'up';
  if (cell.missed > 0) return 'missed';
  if (cell.excluded === cell.addresses) return 'excluded';
  return cell.checked + cell.excluded < cell.addresses ? 'unchecked' : 'silent';
};

/** The character of a cell: of a block, how much of it is up. */
export const glyphOf = (cell: Cell, kind: Kind, drawn: 'block' | 'plain'): string => {
  if (cell.addresses === 1 || cell.up === 0) return LOOKS[kind][drawn];
  const part = cell.up / Math.max(cell.checked, cell.up);
  return DENSITY[drawn][Math.min(Math.floor(part * 4), 3)] ?? LOOKS[kind][drawn];
};
