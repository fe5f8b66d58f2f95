import type { Run } from '#client/api.d.ts';
import { type Cell, columns } from './columns.ts';
import { formatCount, formatSeconds } from './format.ts';
import { formatInstant } from './instant.ts';
import type { Paint } from './paint.ts';

const HEADS = [
  { title: 'RUN', align: 'right' },
  { title: 'STATE' },
  { title: 'DONE', align: 'right' },
  { title: 'TRIGGER' },
  { title: 'STARTED (UTC)' },
  { title: 'TOOK', align: 'right' },
  { title: 'ADDRESSES', align: 'right' },
  { title: 'ONLINE', align: 'right' },
  { title: 'ERROR' },
] as const;

const STYLES: Readonly<Partial<Record<Run['state'], 'green' | 'red' | 'yellow'>>> = {
  done: 'green',
  failed: 'red',
  cancelled: 'yellow',
};

const tookOf = ({ started_at, finished_at }: Run): string =>
  started_at === null || finished_at === null
    ? '-'
    : formatSeconds((Date.parse(finished_at) - Date.parse(started_at)) / 1000);

const rowOf = (run: Run): Cell[] => {
  const style = STYLES[run.state];
  return [
    String(run.id),
    style === undefined ? run.state : { text: run.state, style },
    `${Math.floor(run.percent)} %`,
    run.trigger,
    formatInstant(run.started_at),
    tookOf(run),
    formatCount(run.addresses),
    formatCount(run.online),
    run.error ?? '',
  ];
};

/** Runs as rows of text, page by page. */
export const runTable = (paint: Paint) => {
  const table = columns(HEADS, paint);
  return {
    add: (runs: readonly Run[]): string => table.add(runs.map(rowOf)),
  };
};
