import type { AnswersEverything, Host, Port } from '#client/api.d.ts';
import { type Cell, columns, inLine } from './columns.ts';
import type { Paint } from './paint.ts';

const LONGEST_NAME = 40;
const LONGEST_SERVICE = 60;

const HEADS = [
  { title: 'HOST' },
  { title: 'PORT' },
  { title: 'STATE' },
  { title: 'SERVICE' },
  { title: 'REASON' },
  { title: 'RTT', align: 'right' },
] as const;

const TASK_HEAD = { title: 'TASK', align: 'right' } as const;

const STATE_STYLES: Readonly<Record<string, 'green' | 'yellow' | 'dim'>> = {
  open: 'green',
  'open|filtered': 'yellow',
};

/** A fragile port has the name of its number, and the word that nobody asked. */
const serviceOf = ({ service, product, version, unspoken }: Port): string => {
  const said = [service, product, version, unspoken && '(not spoken to)'];
  return inLine(said.filter(Boolean).join(' '), LONGEST_SERVICE);
};

const rttOf = ({ rtt_ms }: Port): string =>
  typeof rtt_ms === 'number' ? `${rtt_ms.toFixed(1)} ms` : '';

/** `10.2.0.7 (printer-3, Brother Industries)`, as far as it is known. */
const nameOf = ({ ip, hostname, vendor }: Host): string => {
  const known = [hostname, vendor].flatMap((text) => (text ? inLine(text, LONGEST_NAME) : []));
  return inLine(ip, LONGEST_NAME) + (known.length > 0 ? ` (${known.join(', ')})` : '');
};

const rowOf = (host: Cell, port: Port): Cell[] => [
  host,
  `${port.port}/${port.protocol}`,
  { text: port.state, style: STATE_STYLES[port.state] ?? 'dim' },
  serviceOf(port) || '-',
  inLine(port.reason, LONGEST_NAME),
  rttOf(port),
];

/** One finding in place of its open ports. */
const everythingRow = (host: string, { network, asked, open }: AnswersEverything): Cell[] => [
  host,
  'all',
  { text: 'open', style: 'green' },
  inLine(`answers everything: ${open} of ${asked} in ${network}`, LONGEST_SERVICE),
  '-',
  '',
];

/** Each row says which host it is of, so that it can be sorted and searched for; repeats are dim. */
const rowsOf = (host: Host): Cell[][] => {
  const [first, ...more] = host.ports;
  const name = nameOf(host);
  if (host.answers_everything) return [everythingRow(name, host.answers_everything)];
  if (first === undefined) return [[name, '-', 'up', '-', '-', '']];
  const again = { text: name, style: 'dim' } as const;
  return [rowOf(name, first), ...more.map((port) => rowOf(again, port))];
};

type Shown = Host & { readonly task_id?: number };

/** Hosts and their ports as rows of text, page by page; by which task they are known, where there are several. */
export const hostTable = (paint: Paint, { hasTasks = false } = {}) => {
  const table = columns(hasTasks ? [TASK_HEAD, ...HEADS] : HEADS, paint);
  const shown = (host: Shown): Cell[][] =>
    rowsOf(host).map((row) => (hasTasks ? [String(host.task_id ?? ''), ...row] : row));
  return { add: (hosts: readonly Shown[]): string => table.add(hosts.flatMap(shown)) };
};
