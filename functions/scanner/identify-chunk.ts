import type { HostFindings } from '#shared/domain/observation.ts';
import {
  type IdentifyHosts,
  type IdentifyLimits,
  notIdentified,
} from '#shared/identify/identify-hosts.ts';
import type { TakenChunk } from '#shared/store/attempts.ts';

/** Hosts talked to at once, and so connections: far fewer than Lambda's 1,024 descriptors. */
const AT_ONCE = 64;
/** A host with very many open ports, or very slow ones, is left at that. */
const PER_HOST_MS = 30_000;

export type IdentifyDeps = {
  readonly identify: IdentifyHosts;
  /** This scanner's share of the run's probes per second; the sweep is over, so all of it is to be had. */
  readonly rate: number;
  readonly deadlineAt: number;
  readonly signal: AbortSignal;
};

const limitsOf = ({ options }: TakenChunk, { rate, deadlineAt }: IdentifyDeps): IdentifyLimits => ({
  snmp: options.snmp,
  fragile: options.fragile,
  atOnce: AT_ONCE,
  rate: Math.min(rate, options.rate),
  ratePerHost: options.rate_per_host,
  perHostMs: PER_HOST_MS,
  deadlineAt,
});

/** Looks behind the open ports that a sweep found, and at no others; not at all where the task does not want it. */
export async function* identifyChunk(
  chunk: TakenChunk,
  hosts: readonly HostFindings[],
  deps: IdentifyDeps,
): AsyncGenerator<HostFindings> {
  const { identify, fragile } = chunk.options;
  if (identify) yield* deps.identify(hosts, limitsOf(chunk, deps), deps.signal);
  else for (const host of hosts) yield notIdentified(host, { fragile });
}
