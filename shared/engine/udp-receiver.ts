import type { Destinations } from './destinations.ts';
import type { IcmpError } from './icmp-verdict.ts';
import type { Libc } from './libc.ts';
import { ERRNO, LINUX } from './libc-names.ts';
import { MessageBatch } from './message-batch.ts';

const COUNT = 64;
/** Enough to tell a service by; the rest is cut off. */
const DATA_BYTES = 16;
const CONTROL_BYTES = 96;
/** `struct cmsghdr`, `struct sock_extended_err` and the socket address of the offender. */
const CONTROL = { errno: 16, origin: 20, type: 21, code: 22, offender: 32 } as const;
const FROM_ICMP: readonly number[] = [2, 3];
/** Calls that may meet an ICMP error that came meanwhile, before the rest is left for later. */
const TRIES = 4;
const DRAINED = 0;

export type OnReply = (host: number, port: number, start: number) => void;
export type OnError = (host: number, port: number, error: IcmpError) => void;

/** Datagrams and ICMP errors that have come in, many in one call. */
export class UdpReceiver {
  readonly #libc: Libc;
  readonly #destinations: Destinations;
  readonly #batch = new MessageBatch({
    count: COUNT,
    dataBytes: DATA_BYTES,
    controlBytes: CONTROL_BYTES,
  });

  constructor(libc: Libc, destinations: Destinations) {
    this.#libc = libc;
    this.#destinations = destinations;
  }

  /** Reads every reply; `start` is the first two bytes of its data, -1 when there are not so many. */
  readReplies(fd: number, onReply: OnReply): void {
    this.#readAll(fd, LINUX.MSG_DONTWAIT, (index) => {
      const { names, data } = this.#batch;
      const at = this.#batch.nameAt(index);
      const host = this.#destinations.hostAt(names, at);
      if (host < 0) return;
      const isLong = this.#batch.receivedAt(index) >= 2;
      const start = isLong ? data.view.getUint16(this.#batch.dataAt(index)) : -1;
      onReply(host, names.view.getUint16(at + 2), start);
    });
  }

  /** Reads every ICMP error, each with the host and port that its datagram was sent to. */
  readErrors(fd: number, onError: OnError): void {
    this.#readAll(fd, LINUX.MSG_DONTWAIT | LINUX.MSG_ERRQUEUE, (index) => {
      const { names, controls } = this.#batch;
      const at = this.#batch.nameAt(index);
      const controlAt = this.#batch.controlAt(index);
      const host = this.#destinations.hostAt(names, at);
      const origin = controls.view.getUint8(controlAt + CONTROL.origin);
      const isTold = this.#batch.controlLengthAt(index) > CONTROL.offender;
      if (host < 0 || !isTold || !FROM_ICMP.includes(origin)) return;
      onError(host, names.view.getUint16(at + 2), {
        errno: controls.view.getUint32(controlAt + CONTROL.errno, true),
        type: controls.view.getUint8(controlAt + CONTROL.type),
        code: controls.view.getUint8(controlAt + CONTROL.code),
        isFromHost: this.#destinations.hostAt(controls, controlAt + CONTROL.offender) === host,
      });
    });
  }

  #readAll(fd: number, flags: number, read: (index: number) => void): void {
    for (let tries = 0; tries < TRIES; ) {
      const count = this.#readBatch(fd, flags, read);
      if (count === DRAINED) return;
      if (count < 0) tries += 1;
    }
  }

  /** Gives how many were read, DRAINED when no more wait, and below 0 when an ICMP error failed the call. */
  #readBatch(fd: number, flags: number, read: (index: number) => void): number {
    const count = this.#libc.receiveMany(fd, this.#batch.addressAt(0), COUNT, flags, 0);
    if (count < 0) return this.#libc.errno() === ERRNO.EAGAIN ? DRAINED : count;
    for (let i = 0; i < count; i++) read(i);
    this.#batch.renew(count);
    return count < COUNT ? DRAINED : count;
  }
}
