import { UsageError } from '#cli/usage-error.ts';
import type { Host, Port } from '#client/api.d.ts';
import { addressBits, parseAddress } from '#shared/domain/address.ts';
import { contains, type Network, networkOf, parseCidr } from '#shared/domain/network.ts';
import { includesPort, parsePorts } from '#shared/domain/ports.ts';

export type HostFlags = {
  readonly port?: string;
  readonly protocol?: string;
  readonly state?: string;
  readonly service?: string;
  readonly network?: string;
  readonly hostname?: string;
  readonly vendor?: string;
};

/** True where only some ports of a host are shown. */
export const asksForPorts = ({ port, protocol, state, service }: HostFlags): boolean =>
  [port, protocol, state, service].some((asked) => asked !== undefined);

/** What a host shows of itself under some flags; null where it is none of those that were asked for. */
export type HostFilter = (host: Host) => Host | null;

const holds = (said: string | null | undefined, asked: string): boolean =>
  (said ?? '').toLowerCase().includes(asked.toLowerCase());

type PortTest = (port: Port) => boolean;

const portTests = ({ port, protocol, state, service }: HostFlags): PortTest[] => {
  const ports = port === undefined ? null : parsePorts(port);
  return [
    ...(ports === null ? [] : [(one: Port) => includesPort(ports, one.port)]),
    ...(protocol === undefined ? [] : [(one: Port) => one.protocol === protocol]),
    ...(state === undefined ? [] : [(one: Port) => one.state === state]),
    ...(service === undefined
      ? []
      : [
          ({ service: name, product, version }: Port) =>
            holds([name, product, version].filter(Boolean).join(' '), service),
        ]),
  ];
};

const blockOf = (text: string): Network => {
  const network = parseCidr(text);
  if (network !== null) return network;
  throw new UsageError('--network is a CIDR such as 10.2.0.0/24, or an address');
};

const isInside = (network: Network, ip: string): boolean => {
  const address = parseAddress(ip);
  return address !== null && contains(network, networkOf(address, addressBits(address.family)));
};

type HostTest = (host: Host) => boolean;

const hostTests = ({ network, hostname, vendor }: HostFlags): HostTest[] => {
  const block = network === undefined ? null : blockOf(network);
  return [
    ...(block === null ? [] : [({ ip }: Host) => isInside(block, ip)]),
    ...(hostname === undefined ? [] : [(host: Host) => holds(host.hostname, hostname)]),
    ...(vendor === undefined ? [] : [(host: Host) => holds(host.vendor, vendor)]),
  ];
};

/**
 * Reads what is asked for: hosts that are as the flags say, and of their ports those that are. Who answers everything has no
 * ports to be looked at, and is shown where open ones are asked for. Throws UsageError or DomainError for a flag that is wrong.
 */
export const hostFilter = (flags: HostFlags): HostFilter => {
  const [ofHost, ofPort] = [hostTests(flags), portTests(flags)];
  const asksOpen = flags.service === undefined && (flags.state ?? 'open') === 'open';
  return (host) => {
    if (!ofHost.every((test) => test(host))) return null;
    if (ofPort.length === 0 || (host.answers_everything && asksOpen)) return host;
    const ports = host.ports.filter((port) => ofPort.every((test) => test(port)));
    return ports.length > 0 ? { ...host, ports } : null;
  };
};
