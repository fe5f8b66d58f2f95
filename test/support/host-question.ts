import type { IdentifiedPort } from '#shared/domain/observation.ts';
import type { HostQuestion } from '#shared/identify/source.ts';

/** An open TCP port and what is known of it. */
export const openPort = (identity: Partial<IdentifiedPort>): IdentifiedPort => ({
  protocol: 'tcp',
  port: 443,
  state: 'open',
  reason: 'syn-ack',
  rttMs: 1,
  attempts: 1,
  ...identity,
});

/** What a source is asked of a host at that address. */
export const questionOf = (
  address: string,
  { ports = [], snmp = true }: { ports?: readonly IdentifiedPort[]; snmp?: boolean } = {},
): HostQuestion => ({
  host: { address, observations: ports, counts: { closed: 0, filtered: 0, openFiltered: 0 } },
  options: { snmp, fragile: false },
  signal: AbortSignal.timeout(2000),
});
