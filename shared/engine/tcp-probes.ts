import { performance } from 'node:perf_hooks';
import type { Arrivals } from './arrivals.ts';
import type { Destinations } from './destinations.ts';
import { verdictOfArrived, verdictOfReturned } from './errno-verdict.ts';
import type { Libc } from './libc.ts';
import { ERRNO, isShortage } from './libc-names.ts';
import { memoryOf } from './memory.ts';
import { isOwnBroadcast } from './own-broadcast.ts';
import type { TcpSockets } from './tcp-sockets.ts';
import { VERDICT, type Verdict } from './verdict.ts';

const LENGTH_AT = 64;

export type TcpProbeParts = {
  readonly libc: Libc;
  readonly sockets: TcpSockets;
  readonly destinations: Destinations;
  readonly arrivals: Arrivals;
  readonly slots: number;
  readonly addressOf: (host: number) => string;
};

/** Turns what the kernel says of TCP connects into verdicts. */
export class TcpProbes {
  readonly #libc: Libc;
  readonly #sockets: TcpSockets;
  readonly #destinations: Destinations;
  readonly #arrivals: Arrivals;
  readonly #addressOf: (host: number) => string;
  readonly #there = memoryOf(LENGTH_AT);
  readonly #here = memoryOf(LENGTH_AT + 4);
  readonly #hosts: Int32Array;
  readonly #ports: Uint16Array;
  readonly #isBusy: Uint8Array;

  constructor({ libc, sockets, destinations, arrivals, slots, addressOf }: TcpProbeParts) {
    this.#libc = libc;
    this.#sockets = sockets;
    this.#destinations = destinations;
    this.#arrivals = arrivals;
    this.#addressOf = addressOf;
    this.#hosts = new Int32Array(slots);
    this.#ports = new Uint16Array(slots);
    this.#isBusy = new Uint8Array(slots);
  }

  connect(slot: number, host: number, port: number): void {
    this.#destinations.write(this.#there, 0, host, port);
    this.#hosts[slot] = host;
    this.#ports[slot] = port;
    const errno = this.#start(slot);
    if (errno === ERRNO.EINPROGRESS) this.#isBusy[slot] = 1;
    else {
      const verdict = errno === 0 ? this.#opened(slot) : this.#failed(host, errno);
      this.#arrivals.put(slot, verdict, performance.now());
    }
  }

  /** Gives back a descriptor that no probe needs now; false when there is none. */
  spare(): boolean {
    return this.#sockets.spare(this.#isBusy);
  }

  /** Something happened to the socket of a slot; it may be the echo of a probe that is over. */
  look(slot: number, nowMs: number): void {
    if (this.#isBusy[slot] !== 1) return;
    const errno = this.#sockets.verdict(slot);
    if (errno === ERRNO.EALREADY || errno === ERRNO.EINPROGRESS) return;
    this.#isBusy[slot] = 0;
    const verdict = errno === 0 ? this.#opened(slot) : verdictOfArrived(errno);
    this.#arrivals.put(slot, verdict, nowMs);
  }

  /** Ends the probe of a slot, if there is one. */
  abort(slot: number): void {
    if (this.#isBusy[slot] !== 1) return;
    this.#isBusy[slot] = 0;
    this.#sockets.end(slot);
  }

  close(): void {
    this.#sockets.close();
    this.#isBusy.fill(0);
  }

  /** Sockets kept for other slots must not be what this one lacks. */
  #start(slot: number): number {
    const { length } = this.#destinations;
    const errno = this.#sockets.start(slot, this.#there.address, length);
    if (!isShortage(errno) || !this.spare()) return errno;
    return this.#sockets.start(slot, this.#there.address, length);
  }

  #opened(slot: number): Verdict {
    const isSelf = this.#isSelfConnection(slot);
    this.#sockets.end(slot);
    return isSelf ? VERDICT.closed : VERDICT.open;
  }

  #failed(host: number, errno: number): Verdict {
    if (errno === ERRNO.ENETUNREACH && isOwnBroadcast(this.#addressOf(host)))
      return VERDICT.netUnreachable;
    return verdictOfReturned(errno);
  }

  /** True when both ends are one: see self-connection.ts. */
  #isSelfConnection(slot: number): boolean {
    const { address, view } = this.#here;
    view.setUint32(LENGTH_AT, LENGTH_AT, true);
    const fd = this.#sockets.descriptorOf(slot);
    if (this.#libc.getsockname(fd, address, address + LENGTH_AT) !== 0) return false;
    const isSamePort = view.getUint16(2) === this.#ports[slot];
    return isSamePort && this.#destinations.hostAt(this.#here, 0) === this.#hosts[slot];
  }
}
