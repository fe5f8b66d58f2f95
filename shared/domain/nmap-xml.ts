import { countPorts, parsePorts } from './ports.ts';
import { printable } from './printable.ts';
import type { WireHost, WirePort } from './wire.ts';

/** Hosts in nmap's output format, for programs that read it: a head, the hosts, a foot. */

/** What the hosts were found by. */
export type NmapScan = {
  /** In a line, what was asked. */
  readonly args: string;
  readonly tcpPorts: string;
  readonly udpPorts: string;
  readonly start: Date;
  readonly end: Date;
  readonly online: number;
  readonly addresses: number;
};

type Attributes = Readonly<Record<string, string | number | null | undefined>>;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** XML has no way to write most control characters: they are shown as \xHH, as everywhere. */
const escaped = (text: string): string =>
  printable(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

/** An element with the attributes that have a value. */
const element = (name: string, attributes: Attributes, ...content: string[]): string => {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
    .join('');
  const inside = content.join('');
  return inside === '' ? `<${name}${written}/>` : `<${name}${written}>${inside}</${name}>`;
};

const epoch = (at: Date | string | null | undefined): number =>
  Math.floor(new Date(at ?? 0).getTime() / 1000);

/** How nmap would have asked; the nearest of its words. */
const SCAN_TYPES = { tcp: 'connect', udp: 'udp' } as const;

const scanInfo = (protocol: 'tcp' | 'udp', ports: string): string =>
  ports === ''
    ? ''
    : `${element('scaninfo', {
        type: SCAN_TYPES[protocol],
        protocol,
        numservices: countPorts(parsePorts(ports)),
        services: ports,
      })}\n`;

/** Up to the first host. */
export const nmapHead = ({ args, start, tcpPorts, udpPorts }: NmapScan): string => {
  const attributes = {
    scanner: 'nmap',
    args,
    start: epoch(start),
    startstr: start.toUTCString(),
    version: 'netsweep',
    xmloutputversion: '1.05',
  };
  const open = element('nmaprun', attributes).replace(/\/>$/, '>');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE nmaprun>\n',
    `${open}\n`,
    scanInfo('tcp', tcpPorts),
    scanInfo('udp', udpPorts),
    '<verbose level="0"/>\n<debugging level="0"/>\n',
  ].join('');
};

/** From the last host on. */
export const nmapFoot = ({ start, end, online: up, addresses: total }: NmapScan): string => {
  const finished = {
    time: epoch(end),
    timestr: end.toUTCString(),
    elapsed: ((end.getTime() - start.getTime()) / 1000).toFixed(2),
    summary: `${total} addresses, ${up} hosts up`,
    exit: 'success',
  };
  const hosts = { up, down: Math.max(0, total - up), total };
  return `${element('runstats', {}, element('finished', finished), element('hosts', hosts))}\n</nmaprun>\n`;
};

const serviceOf = ({ service, product, version }: WirePort): string =>
  service === undefined
    ? ''
    : element('service', { name: service, product, version, method: 'probed', conf: 10 });

const portOf = (port: WirePort): string =>
  element(
    'port',
    { protocol: port.protocol, portid: port.port },
    element('state', {
      // nmap has no word for what could not be asked.
      state: port.state === 'untestable' ? 'unknown' : port.state,
      reason: port.reason,
      reason_ttl: 0,
    }),
    serviceOf(port),
  );

/** How many ports of a state are not in the list; listed ones are counted too. */
const extraPorts = ({ counts, ports }: WireHost): string[] =>
  (
    [
      ['closed', counts.closed],
      ['filtered', counts.filtered],
      ['open|filtered', counts.open_filtered],
    ] as const
  )
    .map(([state, count]) => ({
      state,
      count: count - ports.filter((port) => port.state === state).length,
    }))
    .filter(({ count }) => count > 0)
    .map((rest) => element('extraports', rest));

/** What told that it is up. */
const upBy = ({ ports, counts }: WireHost): string =>
  ports.find(({ state }) => state === 'open')?.reason ??
  (counts.closed > 0 ? 'conn-refused' : 'unknown-response');

/** One host. */
export const nmapHost = (host: WireHost): string => {
  const { answers_everything: all } = host;
  const times = { starttime: epoch(host.last_checked), endtime: epoch(host.last_checked) };
  const comment = all && `answers everything: ${all.open} of ${all.asked} in ${all.network}`;
  const family = host.ip.includes(':') ? 'ipv6' : 'ipv4';
  const parts = [
    element('status', { state: 'up', reason: upBy(host), reason_ttl: 0 }),
    element('address', { addr: host.ip, addrtype: family }),
    host.mac === null
      ? ''
      : element('address', { addr: host.mac, addrtype: 'mac', vendor: host.vendor }),
    host.hostname === null
      ? ''
      : element('hostnames', {}, element('hostname', { name: host.hostname, type: 'PTR' })),
    element('ports', {}, ...extraPorts(host), ...host.ports.map(portOf)),
  ];
  return `${element('host', { ...times, comment }, ...parts)}\n`;
};
