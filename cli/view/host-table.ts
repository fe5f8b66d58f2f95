import type { AnswersEverything, Host, Port } from '#client/api.d.ts';
import { clipped, printable } from '#shared/domain/printable.ts';
import { columns } from './columns.ts';
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

const STATE_STYLES: Readonly<Record<string, 'green' | 'yellow' | 'dim'>> = {
  open: 'green',
  'open|filtered': 'yellow',
};

/** What came from the network, fit for one cell. */
const cell = (text: string, length: number): string => clipped(printable(text), length);

/** A fragile port has the name of its number, and the word that nobody asked. */
const serviceOf = ({ service, product, version, unspoken }: Port): string => {
  const said = [service, product, version, unspoken && '(not spoken to)'];
  return cell(said.filter(Boolean).join(' '), LONGEST_SERVICE);
};

const rttOf = ({ rtt_ms }: Port): string =>
  typeof rtt_ms === 'number' ? `${rtt_ms.toFixed(1)} ms` : '';

/** `10.2.0.7 (printer-3, Brother Industries)`, as far as it is known. */
const nameOf = ({ ip, hostname, vendor }: Host): string => {
  const known = [hostname, vendor].flatMap((text) => (text ? cell(text, LONGEST_NAME) : []));
  return cell(ip, LONGEST_NAME) + (known.length > 0 ? ` (${known.join(', ')})` : '');
};

const rowOf = (host: string, port: Port, paint: Paint): string[] => [
  host,
  `${port.port}/${cell(port.protocol, LONGEST_NAME)}`,
  paint(STATE_STYLES[port.state] ?? 'dim', cell(port.state, LONGEST_NAME)),
  serviceOf(port) || '-',
  cell(port.reason, LONGEST_NAME),
  rttOf(port),
];

/** One finding in place of its open ports. */
const everythingRow = (
  host: string,
  { network, asked, open }: AnswersEverything,
  paint: Paint,
): string[] => [
  host,
  'all',
  paint(STATE_STYLES.open ?? 'dim', 'open'),
  cell(`answers everything: ${open} of ${asked} in ${network}`, LONGEST_SERVICE),
  '-',
  '',
];

/** Each row says which host it is of, so that it can be sorted and searched for; repeats are dim. */
const rowsOf = (host: Host, paint: Paint): string[][] => {
  const [first, ...more] = host.ports;
  const name = nameOf(host);
  if (host.answers_everything) return [everythingRow(name, host.answers_everything, paint)];
  if (first === undefined) return [[name, '-', 'up', '-', '-', '']];
  return [rowOf(name, first, paint), ...more.map((port) => rowOf(paint('dim', name), port, paint))];
};

/** Hosts and their ports as rows of text, page by page. */
export const hostTable = (paint: Paint) => {
  const table = columns(HEADS, paint);
  return {
    add: (hosts: readonly Host[]): string =>
      table.add(hosts.flatMap((host) => rowsOf(host, paint))),
  };
};
