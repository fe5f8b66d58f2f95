import { checkTaskRequest } from '#shared/domain/check-task.ts';
import { estimateOf } from '#shared/domain/estimate.ts';
import type { Policy } from '#shared/domain/forbidden.ts';
import { DEFAULT_LIMITS } from '#shared/domain/limits.ts';
import { formatNetwork } from '#shared/domain/network.ts';
import { formatPorts } from '#shared/domain/ports.ts';
import type { WireEstimate } from '#shared/domain/wire.ts';
import type { Principal } from '#shared/runtime/auth.ts';
import type { Exclusions } from '#shared/store/exclusions.ts';
import { SCANNER } from './run-cost.ts';

export type Deps = {
  readonly exclusions: Pick<Exclusions, 'current'>;
  readonly policy: Policy;
  readonly now: () => Promise<Date>;
};

/** What runs of the tasks of a request would take; it is checked as if they were to be created. */
export const estimateTasks = async (
  body: unknown,
  { scopes }: Principal,
  deps: Deps,
): Promise<WireEstimate> => {
  const { policy } = deps;
  const [now, exclusions] = await Promise.all([deps.now(), deps.exclusions.current()]);
  const context = { now, policy, scopes, exclusions, limits: DEFAULT_LIMITS };
  const tasks = checkTaskRequest(body, context).map(({ network, tcpPorts, udpPorts, options }) => ({
    network: formatNetwork(network),
    tcpPorts: formatPorts(tcpPorts),
    udpPorts: formatPorts(udpPorts),
    options,
  }));
  const memoryMb = policy === 'local' ? null : SCANNER.memoryMb;
  const estimate = estimateOf(tasks, { atOnce: SCANNER.atOnce, memoryMb });
  return {
    addresses: estimate.addresses,
    probes: estimate.probes,
    chunks: estimate.chunks,
    seconds: estimate.seconds,
    cost_usd: estimate.costUsd,
    packets_per_second: estimate.packetsPerSecond,
    prices_as_of: estimate.pricesAsOf,
  };
};
