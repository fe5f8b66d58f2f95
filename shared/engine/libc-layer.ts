import { performance } from 'node:perf_hooks';
import type { Network } from '#shared/domain/network.ts';
import { descriptorRoom } from './descriptor-room.ts';
import type { Libc } from './libc.ts';
import { LibcSockets } from './libc-sockets.ts';
import { LoopbackPeers } from './loopback-peers.ts';
import type { SocketLayer, Wanted } from './socket-layer.ts';
import type { TcpWay } from './tcp-sockets.ts';

export type LibcLayerOptions = {
  readonly libc: Libc;
  readonly tcp: TcpWay;
};

/** Epoll and the UDP socket. */
const OWN_DESCRIPTORS = 2;

/**
 * Sockets by system calls, two to six a probe. Waiting blocks the thread, so this layer wants one of its own; the
 * event loop gets a turn every few milliseconds.
 */
export const libcLayer = ({ libc, tcp }: LibcLayerOptions): SocketLayer => ({
  clock: { monotonicMs: () => performance.now(), epochMs: () => Date.now() },
  ownPorts: () => new LoopbackPeers(libc),
  open: (slice: Network, { slots: wanted, udpOnly = false, forbidden = [] }: Wanted) => {
    const room = Math.max(1, descriptorRoom() - OWN_DESCRIPTORS);
    const slots = udpOnly ? wanted : Math.min(wanted, room);
    return new LibcSockets({ libc, tcp, slice, slots, forbidden });
  },
});
