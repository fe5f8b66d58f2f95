import { addressAt, type Network } from '#shared/domain/network.ts';
import { descriptorRoom } from './descriptor-room.ts';
import { NodeSockets } from './node-sockets.ts';
import type { SocketLayer } from './socket-layer.ts';

/** Sockets through node:net and node:dgram: works everywhere, one socket a probe. */
export const nodeLayer = (): SocketLayer => ({
  clock: { monotonicMs: () => performance.now(), epochMs: () => Date.now() },
  open: (slice: Network, wanted: number) =>
    new NodeSockets(
      (host) => addressAt(slice, host),
      slice.family,
      Math.max(1, Math.min(wanted, descriptorRoom())),
    ),
});
