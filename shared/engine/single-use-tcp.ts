import type { Libc } from './libc.ts';
import { ERRNO, LINUX } from './libc-names.ts';
import { memoryOf } from './memory.ts';
import type { TcpParts, TcpSockets } from './tcp-sockets.ts';

const NONE = -1;
const EVENTS = LINUX.EPOLLOUT + LINUX.EPOLLONESHOT;
const TYPE = LINUX.SOCK_STREAM | LINUX.SOCK_NONBLOCK | LINUX.SOCK_CLOEXEC;
const INT = 4;

/** A socket of its own for each probe, as every kernel allows: six system calls. */
export class SingleUseTcp implements TcpSockets {
  readonly #libc: Libc;
  readonly #parts: TcpParts;
  readonly #descriptors: Int32Array;
  readonly #domain: number;
  /** Closing sends a reset, and leaves nothing that winds down: `struct linger { 1, 0 }`. */
  readonly #lingerNot = memoryOf(2 * INT);
  readonly #error = memoryOf(2 * INT);

  constructor(parts: TcpParts) {
    this.#libc = parts.libc;
    this.#parts = parts;
    this.#descriptors = new Int32Array(parts.slots).fill(NONE);
    this.#domain = parts.family === 4 ? LINUX.AF_INET : LINUX.AF_INET6;
    this.#lingerNot.view.setInt32(0, 1, true);
  }

  start(slot: number, addressAt: number, length: number): number {
    const fd = this.#libc.socket(this.#domain, TYPE, 0);
    if (fd < 0) return this.#libc.errno();
    this.#descriptors[slot] = fd;
    const errno = this.#begin(fd, slot, addressAt, length);
    if (errno !== 0 && errno !== ERRNO.EINPROGRESS) this.end(slot);
    return errno;
  }

  verdict(slot: number): number {
    const { address, view } = this.#error;
    view.setInt32(INT, INT, true);
    const fd = this.#descriptors[slot] ?? NONE;
    const { SOL_SOCKET, SO_ERROR } = LINUX;
    if (this.#libc.getsockopt(fd, SOL_SOCKET, SO_ERROR, address, address + INT) !== 0)
      return this.#libc.errno();
    const errno = view.getInt32(0, true);
    if (errno !== 0) this.end(slot);
    return errno;
  }

  descriptorOf(slot: number): number {
    return this.#descriptors[slot] ?? NONE;
  }

  end(slot: number): void {
    this.#libc.close(this.#descriptors[slot] ?? NONE);
    this.#descriptors[slot] = NONE;
  }

  spare(): boolean {
    return false;
  }

  close(): void {
    for (let slot = 0; slot < this.#descriptors.length; slot++)
      if (this.#descriptors[slot] !== NONE) this.end(slot);
  }

  #begin(fd: number, slot: number, addressAt: number, length: number): number {
    const { SOL_SOCKET, SO_LINGER } = LINUX;
    this.#libc.setsockopt(fd, SOL_SOCKET, SO_LINGER, this.#lingerNot.address, 2 * INT);
    const isConnected = this.#libc.connect(fd, addressAt, length) === 0;
    const errno = isConnected ? 0 : this.#libc.errno();
    // Registered after connect(): an unconnected socket is ready at once.
    if (errno === ERRNO.EINPROGRESS && !this.#parts.epoll.add(fd, EVENTS, slot))
      return this.#libc.errno();
    return errno;
  }
}
