import { performance } from 'node:perf_hooks';
import { addressAt, indexOf, type Network, overlaps } from '#shared/domain/network.ts';
import { descriptorRoom } from './descriptor-room.ts';
import { NodeSockets } from './node-sockets.ts';
import type { SocketLayer, Wanted } from './socket-layer.ts';

/** The address of a host; throws RangeError outside the slice, and for one that no probe may reach. */
const checkedAddress = (
  slice: Network,
  forbidden: readonly Network[],
): ((host: number) => string) => {
  const near = forbidden.filter((network) => overlaps(network, slice));
  return (host) => {
    const value = slice.first + BigInt(host);
    if (near.some((network) => indexOf(network, { family: slice.family, value }) !== null))
      throw new RangeError(`${addressAt(slice, host)} is not to be probed`);
    return addressAt(slice, host);
  };
};

/** Sockets through node:net and node:dgram: works everywhere, one socket a probe. */
export const nodeLayer = (): SocketLayer => ({
  clock: { monotonicMs: () => performance.now(), epochMs: () => Date.now() },
  open: (slice: Network, { slots, forbidden = [] }: Wanted) =>
    new NodeSockets(
      checkedAddress(slice, forbidden),
      slice.family,
      Math.max(1, Math.min(slots, descriptorRoom())),
    ),
});
