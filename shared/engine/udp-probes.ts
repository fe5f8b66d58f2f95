import { performance } from 'node:perf_hooks';
import type { Arrivals } from './arrivals.ts';
import type { Destinations } from './destinations.ts';
import type { Epoll } from './epoll.ts';
import { verdictOfReturned } from './errno-verdict.ts';
import { type IcmpError, verdictOfIcmp } from './icmp-verdict.ts';
import type { Libc } from './libc.ts';
import { ERRNO, isShortage, LINUX } from './libc-names.ts';
import { memoryOf } from './memory.ts';
import { isOwnBroadcast } from './own-broadcast.ts';
import { PendingPairs } from './pending-pairs.ts';
import { isTftpReply, TFTP_PORT } from './tftp-reply.ts';
import { UdpReceiver } from './udp-receiver.ts';
import { UdpSender } from './udp-sender.ts';
import { isOwnAddress, openUdp } from './udp-socket.ts';
import { VERDICT, type Verdict } from './verdict.ts';

const NONE = -1;

export type UdpProbeParts = {
  readonly libc: Libc;
  readonly epoll: Epoll;
  readonly destinations: Destinations;
  readonly arrivals: Arrivals;
  readonly slots: number;
  readonly token: number;
  readonly addressOf: (host: number) => string;
  /** Gives back a descriptor that nobody needs now; false when there is none. */
  readonly spare: () => boolean;
};

/** Every UDP probe of a sweep on one socket, which the kernel tells of ICMP errors (IP_RECVERR). */
export class UdpProbes {
  readonly #parts: UdpProbeParts;
  readonly #libc: Libc;
  readonly #pending: PendingPairs;
  readonly #sender: UdpSender;
  readonly #receiver: UdpReceiver;
  #fd = NONE;
  #port = 0;
  #nowMs = 0;

  constructor(parts: UdpProbeParts) {
    this.#parts = parts;
    this.#libc = parts.libc;
    this.#pending = new PendingPairs(parts.slots);
    this.#sender = new UdpSender(parts.libc, parts.destinations);
    this.#receiver = new UdpReceiver(parts.libc, parts.destinations);
  }

  /** Nothing is sent before `flush`. */
  ask(slot: number, host: number, port: number): void {
    const errno = this.#fd === NONE ? this.#openSomehow() : 0;
    if (errno !== 0) this.#arrive(slot, verdictOfReturned(errno));
    else if (port === this.#port && this.#isOwn(host)) this.#arrive(slot, VERDICT.closed);
    else {
      if (this.#sender.isFull) this.flush();
      this.#pending.put(slot, host, port);
      this.#sender.put(slot, host, port);
    }
  }

  flush(): void {
    this.#sender.send(this.#fd, this.#readErrors, this.#fail);
  }

  /** Reads whatever has come. */
  look(nowMs: number): void {
    this.#nowMs = nowMs;
    this.#readErrors();
    this.#receiver.readReplies(this.#fd, this.#onReply);
  }

  abort(slot: number): void {
    this.#pending.remove(slot);
  }

  close(): void {
    if (this.#fd !== NONE) this.#libc.close(this.#fd);
    this.#fd = NONE;
    this.#pending.clear();
  }

  #openSomehow(): number {
    const errno = this.#open();
    return isShortage(errno) && this.#parts.spare() ? this.#open() : errno;
  }

  #open(): number {
    const { fd, port } = openUdp(this.#libc, this.#parts.destinations.family);
    if (fd < 0) return -fd;
    if (!this.#parts.epoll.add(fd, LINUX.EPOLLIN, this.#parts.token)) {
      const errno = this.#libc.errno();
      this.#libc.close(fd);
      return errno;
    }
    this.#fd = fd;
    this.#port = port;
    return 0;
  }

  /** Our own socket has the port to itself on this machine: nobody else listens there, and we would hear ourselves. */
  #isOwn(host: number): boolean {
    const name = memoryOf(this.#parts.destinations.length);
    this.#parts.destinations.write(name, 0, host, 0);
    return isOwnAddress(this.#libc, this.#parts.destinations.family, name);
  }

  #arrive(slot: number, verdict: Verdict): void {
    this.#pending.remove(slot);
    this.#parts.arrivals.put(slot, verdict, performance.now());
  }

  #settle(slot: number, verdict: Verdict): void {
    this.#pending.remove(slot);
    this.#parts.arrivals.put(slot, verdict, this.#nowMs);
  }

  readonly #fail = (slot: number, errno: number): void => {
    if (!this.#pending.has(slot)) return;
    const host = this.#pending.hostOf(slot);
    const isBroadcast = errno === ERRNO.ENETUNREACH && isOwnBroadcast(this.#parts.addressOf(host));
    this.#arrive(slot, isBroadcast ? VERDICT.netUnreachable : verdictOfReturned(errno));
  };

  readonly #readErrors = (): void => {
    this.#nowMs = performance.now();
    this.#receiver.readErrors(this.#fd, this.#onError);
  };

  readonly #onReply = (host: number, port: number, start: number): void => {
    const asked = this.#pending.find(host, port);
    const slot =
      asked === NONE && isTftpReply(port, start) ? this.#pending.find(host, TFTP_PORT) : asked;
    if (slot !== NONE) this.#settle(slot, VERDICT.open);
  };

  readonly #onError = (host: number, port: number, error: IcmpError): void => {
    const slot = this.#pending.find(host, port);
    if (slot === NONE) return;
    const verdict = verdictOfIcmp(this.#parts.destinations.family, error);
    if (verdict !== null) this.#settle(slot, verdict);
  };
}
