import type { Change, Difference } from '#client/api.d.ts';
import { printableJson } from '#shared/domain/printable.ts';
import { type Cell, columns, inLine } from './columns.ts';
import { formatInstant } from './instant.ts';
import type { Paint, Style } from './paint.ts';

const LONGEST_VALUE = 50;

const HEADS = [
  { title: 'CHANGE', align: 'right' },
  { title: 'WHEN (UTC)' },
  { title: 'RUN', align: 'right' },
  { title: 'SEVERITY' },
  { title: 'WHAT' },
  { title: 'WHERE' },
  { title: 'BEFORE' },
  { title: 'AFTER' },
] as const;

const STYLES: Readonly<Record<Difference['severity'], Style>> = {
  high: ['bold', 'red'],
  medium: 'yellow',
  low: 'cyan',
  info: 'dim',
};

const isDocument = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const wordOf = (value: unknown): string =>
  typeof value === 'string' ? value : printableJson(value);

/** `state open, service ssh` of what was known or is known; a dash where there is nothing. */
const shownValue = (value: unknown): string => {
  if (value === null || value === undefined) return '-';
  if (!isDocument(value)) return inLine(wordOf(value), LONGEST_VALUE);
  const members = Object.entries(value).map(([name, member]) => `${name} ${wordOf(member)}`);
  return inLine(members.join(', '), LONGEST_VALUE) || '-';
};

const whereOf = ({ ip, port, protocol }: Difference): string =>
  port === null ? ip : `${ip} ${port}/${protocol}`;

/** How two runs differ has no place in the feed of changes. */
const placeOf = (change: Change | Difference): Cell[] =>
  'id' in change
    ? [String(change.id), formatInstant(change.at), String(change.run_id)]
    : ['-', '-', '-'];

const rowOf = (change: Change | Difference): Cell[] => [
  ...placeOf(change),
  { text: change.severity, style: STYLES[change.severity] },
  change.kind,
  whereOf(change),
  shownValue(change.before),
  shownValue(change.after),
];

/** Changes as rows of text, page by page. */
export const changeTable = (paint: Paint) => {
  const table = columns(HEADS, paint);
  return {
    add: (changes: readonly (Change | Difference)[]): string => table.add(changes.map(rowOf)),
  };
};
