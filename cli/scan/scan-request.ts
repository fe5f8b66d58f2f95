import { UsageError } from '#cli/usage-error.ts';
import { DomainError } from '#shared/domain/errors.ts';
import { contains, formatNetwork, parseCidr } from '#shared/domain/network.ts';
import { parsePorts } from '#shared/domain/ports.ts';
import { printable } from '#shared/domain/printable.ts';
import { type TaskOptionsRequest, taskOptionsRequest } from '#shared/domain/task-options.ts';

/** What is to be scanned, read and checked as far as that needs no deployment. */
export type ScanRequest = {
  readonly networks: readonly string[];
  readonly tcpPorts: string;
  readonly udpPorts: string;
  /** Only what was named; the rest is the deployment's choice. */
  readonly options: TaskOptionsRequest;
};

export type ScanFlags = {
  readonly tcp?: string;
  readonly udp?: string;
  readonly rate?: number;
  readonly discovery?: string;
  readonly exclude?: readonly string[];
  readonly patience?: number;
  /** True unless it was declined. */
  readonly identify?: boolean;
  readonly snmp?: boolean;
  readonly fragile?: boolean;
};

/** Asked when no port is named. */
export const DEFAULT_TCP_PORTS = 'top-100';

const FLAGS: Readonly<Record<string, string>> = {
  discovery: '--discovery',
  rate: '--rate',
  exclude: '--exclude',
  patience_ms: '--patience',
};

/** Ports as they were written, once they can be read. Throws UsageError naming the flag. */
export const portsOf = (flag: string, text: string): string => {
  try {
    parsePorts(text);
    return text;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new UsageError(`${flag} "${printable(text)}": ${error.message}`, { cause: error });
  }
};

/** Only the options that were named. Throws UsageError naming the flag that is wrong. */
export const optionsOf = (flags: ScanFlags): TaskOptionsRequest => {
  const { rate, discovery, exclude, patience, snmp, fragile } = flags;
  const identify = flags.identify === false ? false : undefined;
  const known = { rate, discovery, exclude, patience_ms: patience, identify, snmp, fragile };
  const named = Object.entries(known);
  const given = Object.fromEntries(named.filter(([, value]) => value !== undefined));
  const parsed = taskOptionsRequest.safeParse(given);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(
    ({ path, message }) => `${FLAGS[String(path[0])]}: ${message}`,
  );
  throw new UsageError([...new Set(wrong)].join('; '));
};

/** True when an excluded block lies inside a network; both are spelled right by now. */
const isInside = (network: string, excluded: string): boolean => {
  const [outer, inner] = [parseCidr(network), parseCidr(excluded)];
  return outer !== null && inner !== null && contains(outer, inner);
};

/** The part of the request that speaks of these networks: of what is excluded, what lies inside them. */
export const requestFor = (request: ScanRequest, networks: readonly string[]): ScanRequest => {
  const { exclude } = request.options;
  const inside = exclude?.filter((cidr) => networks.some((network) => isInside(network, cidr)));
  return {
    ...request,
    networks,
    options: { ...request.options, ...(inside && { exclude: inside }) },
  };
};

const checkExcluded = (request: ScanRequest): void => {
  const inside = requestFor(request, request.networks).options.exclude ?? [];
  const lost = request.options.exclude?.find((cidr) => !inside.includes(cidr));
  const network = lost === undefined ? null : parseCidr(lost);
  if (network === null) return;
  throw new UsageError(
    `--exclude ${formatNetwork(network)} lies in none of the networks to be scanned`,
  );
};

/** Reads ports and options as the flags have them. Throws UsageError naming the flag that is wrong. */
export const scanRequestOf = (networks: readonly string[], flags: ScanFlags): ScanRequest => {
  const unnamed = flags.tcp === undefined && flags.udp === undefined;
  const request = {
    networks,
    tcpPorts: portsOf('--tcp', flags.tcp ?? (unnamed ? DEFAULT_TCP_PORTS : '')),
    udpPorts: portsOf('--udp', flags.udp ?? ''),
    options: optionsOf(flags),
  };
  checkExcluded(request);
  return request;
};
