import type { WireAnswersEverything, WireHost, WirePort } from '#cli/api/wire.ts';
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

const serviceOf = ({ service, product, version }: WirePort): string =>
  cell([service, product, version].filter(Boolean).join(' '), LONGEST_SERVICE);

const rttOf = ({ rtt_ms }: WirePort): string =>
  typeof rtt_ms === 'number' ? `${rtt_ms.toFixed(1)} ms` : '';

const nameOf = ({ ip, hostname }: WireHost): string =>
  hostname ? `${cell(ip, LONGEST_NAME)} (${cell(hostname, LONGEST_NAME)})` : cell(ip, LONGEST_NAME);

const rowOf = (host: string, port: WirePort, paint: Paint): string[] => [
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
  { network, asked, open }: WireAnswersEverything,
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
const rowsOf = (host: WireHost, paint: Paint): string[][] => {
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
    add: (hosts: readonly WireHost[]): string =>
      table.add(hosts.flatMap((host) => rowsOf(host, paint))),
  };
};
