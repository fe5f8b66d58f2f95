import { PLANNED_TRIES } from './chunk.ts';
import { DomainError, type ErrorCode } from './errors.ts';
import { LIVENESS_TCP_PORTS } from './liveness.ts';
import { type Network, sizeOf } from './network.ts';
import { countPorts, type Ports } from './ports.ts';
import type { TaskOptions } from './task-options.ts';

/** The most a run may be; a scope may set its own. */
export type RunLimits = {
  readonly addresses: number;
  readonly probes: number;
  /** Probes per second. */
  readonly rate: number;
};
export const DEFAULT_LIMITS: RunLimits = {
  addresses: 1_048_576,
  probes: 16_777_216,
  rate: 1_000_000,
};

/** The longest a single address, which no chunk can be smaller than, may take. */
const MAX_ADDRESS_SECONDS = 600;

/** Questions put to one address, first tries only. */
export const probesPerAddress = (tcpPorts: Ports, udpPorts: Ports): number =>
  countPorts(tcpPorts) + countPorts(udpPorts) || countPorts(LIVENESS_TCP_PORTS);

const refuse = (code: ErrorCode, pointer: string, message: string): never => {
  throw new DomainError(code, message, { errors: [{ pointer, code }] });
};

/** The rate of a run where the limits are: one that was asked for is refused above them, any other is lowered. */
export const rateWithin = (rate: number, asked: number | undefined, limits: RunLimits): number => {
  if (asked !== undefined && asked > limits.rate)
    refuse(
      'validation-error',
      '/options/rate',
      `The scope allows at most ${limits.rate} probes per second.`,
    );
  return Math.min(rate, limits.rate);
};

/**
 * Throws `too-many-addresses` or `too-many-probes` when the networks together are more than one run may be, and
 * `rate-too-low` when a silent address would take longer than 600 s.
 */
export const checkLimits = (
  networks: readonly Network[],
  tcpPorts: Ports,
  udpPorts: Ports,
  options: Pick<TaskOptions, 'rate' | 'rate_per_host'>,
  limits: RunLimits = DEFAULT_LIMITS,
): void => {
  const addresses = networks.reduce((sum, network) => sum + sizeOf(network), 0n);
  const each = probesPerAddress(tcpPorts, udpPorts);
  if (addresses > limits.addresses)
    refuse('too-many-addresses', '/networks', `A run has at most ${limits.addresses} addresses.`);
  if (addresses * BigInt(each) > limits.probes)
    refuse(
      'too-many-probes',
      '/networks',
      `A run has at most ${limits.probes} probes (addresses × ports).`,
    );
  checkRate(each, options);
};

const checkRate = (
  probes: number,
  { rate, rate_per_host }: Pick<TaskOptions, 'rate' | 'rate_per_host'>,
): void => {
  const perHost = rate_per_host ?? Number.POSITIVE_INFINITY;
  const needed = (PLANNED_TRIES * probes) / MAX_ADDRESS_SECONDS;
  if (Math.min(rate, perHost) >= needed) return;
  refuse(
    'rate-too-low',
    perHost < rate ? '/options/rate_per_host' : '/options/rate',
    `These ports need at least ${Math.ceil(needed)} probes per second to finish an address in ${MAX_ADDRESS_SECONDS} s.`,
  );
};
