import type { Libc } from './libc.ts';
import { ERRNO, LINUX } from './libc-names.ts';
import { memoryOf } from './memory.ts';
import type { TcpParts, TcpSockets } from './tcp-sockets.ts';

const NONE = -1;
const EVENTS = LINUX.EPOLLOUT + LINUX.EPOLLET;
const TYPE = LINUX.SOCK_STREAM | LINUX.SOCK_NONBLOCK | LINUX.SOCK_CLOEXEC;
const LENGTH = { 4: 16, 6: 28 } as const;

/**
 * Sockets that are made and registered once and then serve probe after probe, at two system calls each: a connect()
 * to ask, and after its event a second one, which says what came of the first. A refused socket is free at once;
 * connect() to AF_UNSPEC, which sends a reset where one is due, frees it in any other state.
 */
export class RecycledTcp implements TcpSockets {
  readonly #libc: Libc;
  readonly #parts: TcpParts;
  readonly #descriptors: Int32Array;
  readonly #nowhere = memoryOf(LENGTH[6]);
  readonly #nobody = memoryOf(LENGTH[6]);
  readonly #length: number;
  readonly #domain: number;

  constructor(parts: TcpParts) {
    this.#libc = parts.libc;
    this.#parts = parts;
    this.#descriptors = new Int32Array(parts.slots).fill(NONE);
    this.#length = LENGTH[parts.family];
    this.#domain = parts.family === 4 ? LINUX.AF_INET : LINUX.AF_INET6;
    this.#nowhere.view.setUint16(0, LINUX.AF_UNSPEC, true);
    this.#writeNobody();
  }

  start(slot: number, addressAt: number, length: number): number {
    if (this.#descriptors[slot] === NONE) {
      const errno = this.#open(slot);
      if (errno !== 0) return errno;
    }
    const fd = this.#descriptors[slot] ?? NONE;
    return this.#libc.connect(fd, addressAt, length) === 0 ? 0 : this.#libc.errno();
  }

  verdict(slot: number): number {
    const fd = this.#descriptors[slot] ?? NONE;
    if (this.#libc.connect(fd, this.#nobody.address, this.#length) === 0) return 0;
    const errno = this.#libc.errno();
    return errno === ERRNO.EISCONN ? 0 : errno;
  }

  descriptorOf(slot: number): number {
    return this.#descriptors[slot] ?? NONE;
  }

  end(slot: number): void {
    const fd = this.#descriptors[slot] ?? NONE;
    if (this.#libc.connect(fd, this.#nowhere.address, this.#length) === 0) return;
    this.#libc.close(fd);
    this.#descriptors[slot] = NONE;
  }

  spare(isBusy: Uint8Array): boolean {
    const slot = this.#descriptors.findIndex((fd, at) => fd !== NONE && isBusy[at] !== 1);
    if (slot < 0) return false;
    this.#libc.close(this.descriptorOf(slot));
    this.#descriptors[slot] = NONE;
    return true;
  }

  close(): void {
    for (let slot = 0; slot < this.#descriptors.length; slot++) {
      const fd = this.#descriptors[slot] ?? NONE;
      if (fd === NONE) continue;
      this.#libc.connect(fd, this.#nowhere.address, this.#length);
      this.#libc.close(fd);
      this.#descriptors[slot] = NONE;
    }
  }

  /** While a connect is under way the kernel does not look at the name of the second; should it, then a group is no peer. */
  #writeNobody(): void {
    const { view, bytes } = this.#nobody;
    view.setUint16(0, this.#domain, true);
    view.setUint16(2, 9);
    if (this.#parts.family === 4) bytes.set([224, 0, 0, 1], 4);
    else bytes.set([0xff, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 8);
  }

  /** Gives 0 or an errno. */
  #open(slot: number): number {
    const fd = this.#libc.socket(this.#domain, TYPE, 0);
    if (fd < 0) return this.#libc.errno();
    if (this.#parts.epoll.add(fd, EVENTS, slot)) {
      this.#descriptors[slot] = fd;
      return 0;
    }
    const errno = this.#libc.errno();
    this.#libc.close(fd);
    return errno;
  }
}
