import { planChunks } from './chunk.ts';
import { probesPerAddress } from './limits.ts';
import { mergeNetworks } from './merge-networks.ts';
import { type Network, sizeOf, storedNetwork } from './network.ts';
import { parsePorts } from './ports.ts';
import type { Task } from './task.ts';

/** A run in numbers; its chunks are arithmetic. */
export type RunPlan = {
  /** Prefix length of its slices. */
  readonly prefix: number;
  readonly addresses: number;
  /** (address, port) pairs. */
  readonly probes: number;
};

/** What a plan is made of. */
export type Planned = Pick<Task, 'network' | 'tcpPorts' | 'udpPorts' | 'options'>;

const perAddressOf = (task: Planned): number =>
  probesPerAddress(parsePorts(task.tcpPorts), parsePorts(task.udpPorts));

/** A task as it runs where no run may be faster than that. */
export const atRate = <T extends Pick<Task, 'options'>>(task: T, most: number | null): T => ({
  ...task,
  options: { ...task.options, rate: Math.min(task.options.rate, most ?? task.options.rate) },
});

/** The plan of a run of a task. */
export const planOf = (task: Planned): RunPlan => {
  const network = storedNetwork(task.network);
  const perAddress = perAddressOf(task);
  const { prefix } = planChunks({
    network,
    probesPerAddress: perAddress,
    rate: task.options.rate,
    ratePerHost: task.options.rate_per_host,
  });
  const addresses = Number(sizeOf(network));
  return { prefix, addresses, probes: addresses * perAddress };
};

/** The plan of a run over the given parts of its network, as when an old program listed the addresses itself. */
export const planOfParts = (task: Planned, parts: readonly Network[]) => {
  const plan = planOf(task);
  const slices = mergeNetworks(parts, plan.prefix);
  const addresses = slices.reduce((sum, slice) => sum + Number(sizeOf(slice)), 0);
  return { ...plan, slices, addresses, probes: addresses * perAddressOf(task) };
};
