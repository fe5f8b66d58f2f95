import type { HostSource, PortSource } from './source.ts';

/** Everything that looks behind ports, in the order in which they may claim one. */
export const portSources: readonly PortSource[] = [];

/** Everything that is asked of a host, one after another. */
export const hostSources: readonly HostSource[] = [];
