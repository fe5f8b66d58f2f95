import type { Family } from '#shared/domain/address.ts';
import type { Epoll } from './epoll.ts';
import type { Libc } from './libc.ts';

/**
 * One TCP connect at a time in each slot, in numbers: 0 is success, anything else an errno.
 */
export type TcpSockets = {
  /** EINPROGRESS while it is under way; otherwise the slot holds nothing any more, unless it is 0. */
  start(slot: number, addressAt: number, length: number): number;
  /** What came of it, after an event: EALREADY when nothing has; 0 leaves the connection open until `end`. */
  verdict(slot: number): number;
  /** The descriptor of a slot whose verdict was 0. */
  descriptorOf(slot: number): number;
  /** Ends whatever there is, an open connection with a reset. */
  end(slot: number): void;
  /** Gives back one descriptor that is kept for a slot without a probe; false when there is none. */
  spare(isBusy: Uint8Array): boolean;
  close(): void;
};

export type TcpParts = {
  readonly libc: Libc;
  readonly epoll: Epoll;
  readonly family: Family;
  readonly slots: number;
};

/** A way to do it. Events come with the slot's number as their token. */
export type TcpWay = (parts: TcpParts) => TcpSockets;
