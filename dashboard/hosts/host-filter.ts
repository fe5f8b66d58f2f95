import type { HostRow } from './host-row.ts';

/** What of the hosts is shown, and how. All of it is in the address of the page. */
export type HostFilter = {
  readonly text: string;
  /** Null: any. */
  readonly port: number | null;
  readonly service: string;
  readonly sort: Sort;
  readonly view: 'list' | 'heat';
};
export const SORTS = [
  'ip',
  '-ip',
  'name',
  '-name',
  'vendor',
  '-vendor',
  'open',
  '-open',
  'seen',
  '-seen',
] as const;
export type Sort = (typeof SORTS)[number];
export type SortKey = 'ip' | 'name' | 'vendor' | 'open' | 'seen';

const portOf = (text: string | null): number | null => {
  const port = Number(text);
  return text !== null && /^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535 ? port : null;
};

export const filterOf = (query: URLSearchParams): HostFilter => ({
  text: query.get('q') ?? '',
  port: portOf(query.get('port')),
  service: query.get('service') ?? '',
  sort: SORTS.find((sort) => sort === query.get('sort')) ?? 'ip',
  view: query.get('view') === 'heat' ? 'heat' : 'list',
});

/** What says nothing that is not so anyway is left out of the address. */
export const queryOf = ({ text, port, service, sort, view }: HostFilter) => ({
  q: text === '' ? undefined : text,
  port: port ?? undefined,
  service: service === '' ? undefined : service,
  sort: sort === 'ip' ? undefined : sort,
  view: view === 'list' ? undefined : view,
});

const isMatch = ({ open }: HostRow, { port, service }: HostFilter): boolean => {
  if (port === null && service === '') return true;
  return open.some(
    (one) => (port === null || one.port === port) && (service === '' || one.service === service),
  );
};

const compareTexts = (a: string | null, b: string | null): number => {
  // What has no name comes last, whichever way round.
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -1 : Number(a > b);
};

type Compare = (a: HostRow, b: HostRow) => number;
const comparers: Record<SortKey, Compare> = {
  ip: (a, b) => a.index - b.index,
  name: (a, b) => compareTexts(a.host.hostname, b.host.hostname),
  vendor: (a, b) => compareTexts(a.host.vendor, b.host.vendor),
  open: (a, b) => a.open.length - b.open.length,
  seen: (a, b) => compareTexts(a.host.last_seen, b.host.last_seen),
};

export const keyOf = (sort: Sort): SortKey => sort.replace('-', '') as SortKey;
export const isDown = (sort: Sort): boolean => sort.startsWith('-');

/** The rows that a filter shows, in its order. */
export const filterHosts = (rows: readonly HostRow[], filter: HostFilter): HostRow[] => {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = rows.filter(
    (row) => isMatch(row, filter) && words.every((word) => row.text.includes(word)),
  );
  if (filter.sort === 'ip') return shown;
  const compare = comparers[keyOf(filter.sort)];
  const sign = isDown(filter.sort) ? -1 : 1;
  return shown.sort((a, b) => sign * compare(a, b) || a.index - b.index);
};
