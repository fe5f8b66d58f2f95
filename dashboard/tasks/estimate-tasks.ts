import { estimate } from '#dashboard/api/calls.ts';
import type { WireEstimate, WireTask } from '#shared/domain/wire.ts';

export type Total = Pick<WireEstimate, 'addresses' | 'probes' | 'seconds' | 'cost_usd'>;

/** What tasks that differ in their networks alone can be asked for at once. */
const alike = ({ tcp_ports, udp_ports, options }: WireTask): string =>
  JSON.stringify([tcp_ports, udp_ports, options]);

/** What runs of these tasks would take, started together. */
export const estimateTasks = async (tasks: readonly WireTask[]): Promise<Total> => {
  const groups = [...Map.groupBy(tasks, alike).values()];
  const parts = await Promise.all(
    groups.map((group) => {
      const [{ tcp_ports, udp_ports, options }] = group as [WireTask];
      return estimate({
        networks: group.map(({ network }) => network),
        tcp_ports,
        udp_ports,
        options,
      });
    }),
  );
  return parts.reduce<Total>(
    (sum, part) => ({
      addresses: sum.addresses + part.addresses,
      probes: sum.probes + part.probes,
      seconds: Math.max(sum.seconds, part.seconds),
      cost_usd: sum.cost_usd + part.cost_usd,
    }),
    { addresses: 0, probes: 0, seconds: 0, cost_usd: 0 },
  );
};
