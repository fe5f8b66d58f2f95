import { pMapIterable } from 'p-map';
import type { HostFindings } from '#shared/domain/observation.ts';
import { hostIdentity } from './host-identity.ts';
import { identifyHost } from './identify-host.ts';
import { unlooked } from './look-at-port.ts';
import type { HostSource, IdentifyOptions, PortSource } from './source.ts';
import { turnstile } from './turnstile.ts';

export type IdentifySources = {
  readonly portSources: readonly PortSource[];
  readonly hostSources: readonly HostSource[];
};

export type IdentifyLimits = IdentifyOptions & {
  /** Hosts talked to at once; to each of them there is one connection at most. */
  readonly atOnce: number;
  /** Connections and questions per second in total, and to one host (null: no cap of its own). */
  readonly rate: number;
  readonly ratePerHost: number | null;
  /** The longest one host may take. */
  readonly perHostMs: number;
  /** Epoch milliseconds at which it stops, finished or not. */
  readonly deadlineAt: number;
};

/** Identifies hosts: yields each of them as it is done, until all are. Aborting the signal ends the talking at once. */
export type IdentifyHosts = (
  hosts: readonly HostFindings[],
  limits: IdentifyLimits,
  signal: AbortSignal,
) => AsyncIterable<HostFindings>;

/** A host that nobody looks at: its ports have the names of their numbers. */
export const notIdentified = (
  host: HostFindings,
  options: Pick<IdentifyOptions, 'fragile'>,
): HostFindings => ({
  ...host,
  observations: host.observations.map((port) => ({ ...port, ...unlooked(port, options) })),
  identity: hostIdentity(host.address, [], 'off'),
});

/**
 * Identifies many hosts at once, each by itself. Every one comes out, with its observations as they went in: those that
 * time did not suffice for are `partial`.
 */
export const identifyingWith =
  (sources: IdentifySources): IdentifyHosts =>
  (hosts, limits, cancelled) => {
    const timeLeft = Math.max(0, limits.deadlineAt - Date.now());
    const signal = AbortSignal.any([cancelled, AbortSignal.timeout(timeLeft)]);
    const turnOfAll = turnstile(limits.rate, signal);
    const identify = (host: HostFindings): Promise<HostFindings> => {
      const within = AbortSignal.any([signal, AbortSignal.timeout(limits.perHostMs)]);
      const turnOfHost = turnstile(limits.ratePerHost ?? limits.rate, within);
      const turn = () => turnOfHost().then(turnOfAll);
      return identifyHost(host, { ...sources, ...limits, turn, signal: within });
    };
    return pMapIterable(hosts, identify, {
      concurrency: limits.atOnce,
      backpressure: Number.POSITIVE_INFINITY,
      preserveOrder: false,
    });
  };
