import { performance } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { addressAt, type Network } from '#shared/domain/network.ts';
import { Arrivals } from './arrivals.ts';
import { Destinations } from './destinations.ts';
import { Epoll } from './epoll.ts';
import type { Libc } from './libc.ts';
import type { Sockets, Verdicts } from './socket-layer.ts';
import { TcpProbes } from './tcp-probes.ts';
import type { TcpWay } from './tcp-sockets.ts';
import { UdpProbes } from './udp-probes.ts';

/** Nothing wakes a blocked thread: it looks up so often by itself. */
const LONGEST_WAIT_MS = 20;
/** So often the event loop gets a turn: messages come in, and what was thrown away is freed. */
const TURN_EVERY_MS = 20;

export type LibcParts = {
  readonly libc: Libc;
  readonly tcp: TcpWay;
  readonly slice: Network;
  readonly slots: number;
  readonly forbidden: readonly Network[];
};

/** The slots of one sweep, on the kernel's own calls. Nothing is allocated for a probe. */
export class LibcSockets implements Sockets {
  readonly slots: number;
  readonly #epoll: Epoll;
  readonly #tcp: TcpProbes;
  readonly #udp: UdpProbes;
  readonly #arrivals: Arrivals;
  #turnAtMs = performance.now() + TURN_EVERY_MS;

  constructor({ libc, tcp, slice, slots, forbidden }: LibcParts) {
    this.slots = slots;
    this.#arrivals = new Arrivals(slots);
    this.#epoll = new Epoll(libc, slots + 1);
    const destinations = new Destinations(slice, forbidden);
    const sockets = tcp({ libc, epoll: this.#epoll, family: slice.family, slots });
    const shared = { libc, destinations, arrivals: this.#arrivals, slots };
    const addressOf = (host: number): string => addressAt(slice, host);
    this.#tcp = new TcpProbes({ ...shared, sockets, addressOf });
    const spare = (): boolean => this.#tcp.spare();
    this.#udp = new UdpProbes({ ...shared, epoll: this.#epoll, token: slots, addressOf, spare });
  }

  connect(slot: number, host: number, port: number): void {
    this.#tcp.connect(slot, host, port);
  }

  ask(slot: number, host: number, port: number): void {
    this.#udp.ask(slot, host, port);
  }

  abort(slot: number): void {
    this.#tcp.abort(slot);
    this.#udp.abort(slot);
    this.#arrivals.forget(slot);
  }

  receive(into: Verdicts, waitMs: number): Promise<void> | void {
    this.#udp.flush();
    const longestMs = this.#arrivals.count > 0 ? 0 : Math.ceil(waitMs);
    const ready = this.#epoll.wait(Math.min(LONGEST_WAIT_MS, longestMs));
    const nowMs = performance.now();
    for (let i = 0; i < ready; i++) this.#look(this.#epoll.tokenAt(i), nowMs);
    this.#arrivals.moveTo(into);
    if (nowMs < this.#turnAtMs) return;
    this.#turnAtMs = nowMs + TURN_EVERY_MS;
    return turn();
  }

  wake(): void {
    // Whoever could call this runs in a turn of the event loop, when nobody waits.
  }

  close(): void {
    this.#tcp.close();
    this.#udp.close();
    this.#epoll.close();
  }

  #look(token: number, nowMs: number): void {
    if (token === this.slots) this.#udp.look(nowMs);
    else this.#tcp.look(token, nowMs);
  }
}
