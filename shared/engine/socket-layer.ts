import type { Network } from '#shared/domain/network.ts';

/** Time as the layer lives it: whoever waits for the network owns the clock. */
export type Clock = {
  /** Milliseconds that never jump. */
  monotonicMs(): number;
  /** Milliseconds since 1970. */
  epochMs(): number;
};

/** Verdicts in the order of their arrival; entries at `count` and above are garbage. Reused, never grown. */
export type Verdicts = {
  count: number;
  readonly slots: Int32Array;
  /** Values of VERDICT. */
  readonly verdicts: Uint8Array;
  /** When each arrived, in monotonic milliseconds. */
  readonly atMs: Float64Array;
};

/**
 * Sockets for the addresses of one slice. Everything is a number, so that a layer can work without allocation: `slot`
 * (0 … slots-1) is the place of one probe, `host` the index of an address in the slice.
 *
 * A slot is busy from its start until its one verdict has been received or it was aborted; the caller starts nothing
 * on a busy slot. Starting never throws: a call that fails is a verdict like any other.
 */
export type Sockets = {
  readonly slots: number;
  /** Starts a TCP connect. Open ends with a reset; nothing half-open is left behind. */
  connect(slot: number, host: number, port: number): void;
  /** Sends one datagram, with the payload of its port, and waits for the reply. */
  ask(slot: number, host: number, port: number): void;
  /**
   * Ends a probe without a verdict. Called between two calls of `receive`, neither of which may deliver a verdict of
   * that probe any more.
   */
  abort(slot: number): void;
  /**
   * Waits until a verdict is there, `waitMs` are over or `wake` is called, then moves what has arrived into `into`
   * (which has room for one verdict a slot). Whatever had reached this machine when `receive` was called is among it,
   * so that a lagging process does not read its own lag as silence. A layer that blocks its thread gives the event
   * loop a turn now and then by returning a promise.
   */
  receive(into: Verdicts, waitMs: number): Promise<void> | void;
  /** Ends a wait early. */
  wake(): void;
  /** Closes every socket at once. */
  close(): void;
};

/** What a sweep wants of a layer. */
export type Wanted = {
  readonly slots: number;
  /** Datagrams alone, which a layer may send all through one socket: then no slot holds a descriptor. */
  readonly udpOnly?: boolean;
  /** What no probe may reach, though it lie inside the slice. */
  readonly forbidden?: readonly Network[];
};

/** Two ports of our own on 127.0.0.1: one accepts, the other surely refuses. */
export type OwnPorts = { readonly open: number; readonly refused: number; close(): void };

export type SocketLayer = {
  readonly clock: Clock;
  /** Opens ports of our own, where a layer can do so at less cost than Node. */
  readonly ownPorts?: () => OwnPorts;
  /**
   * Opens so many slots, fewer where the descriptors of this process do not allow them; at least one. A start towards
   * an address outside the slice or inside a forbidden network throws RangeError: it is the last look, at the very
   * address that the kernel is given.
   */
  open(slice: Network, wanted: Wanted): Sockets;
};

export const verdictsFor = (slots: number): Verdicts => ({
  count: 0,
  slots: new Int32Array(slots),
  verdicts: new Uint8Array(slots),
  atMs: new Float64Array(slots),
});
