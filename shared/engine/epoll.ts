import type { Libc } from './libc.ts';
import { ERRNO, LINUX } from './libc-names.ts';
import { type Memory, memoryOf } from './memory.ts';

/** `struct epoll_event` is packed on x64 alone. */
const EVENT = process.arch === 'x64' ? { size: 12, tokenAt: 4 } : { size: 16, tokenAt: 8 };

/** One epoll instance; each descriptor is registered with a number of ours, its token. */
export class Epoll {
  readonly #libc: Libc;
  readonly #fd: number;
  readonly #most: number;
  readonly #events: Memory;
  readonly #registration = memoryOf(EVENT.size);

  /** `most`: how many descriptors there will be; all that are ready are told of at once. */
  constructor(libc: Libc, most: number) {
    this.#libc = libc;
    this.#most = most;
    this.#events = memoryOf(most * EVENT.size);
    this.#fd = libc.epollCreate(LINUX.EPOLL_CLOEXEC);
    if (this.#fd < 0) throw new Error(`epoll_create1: errno ${libc.errno()}`);
  }

  /** False, with errno set, when the kernel has no room. */
  add(fd: number, events: number, token: number): boolean {
    this.#registration.view.setUint32(0, events, true);
    this.#registration.view.setUint32(EVENT.tokenAt, token, true);
    const { address } = this.#registration;
    return this.#libc.epollControl(this.#fd, LINUX.EPOLL_CTL_ADD, fd, address) === 0;
  }

  /** Blocks the thread until something is ready or the time is over; gives the number of ready descriptors. */
  wait(timeoutMs: number): number {
    const { address } = this.#events;
    const count = this.#libc.epollWait(this.#fd, address, this.#most, timeoutMs);
    if (count >= 0) return count;
    const errno = this.#libc.errno();
    if (errno === ERRNO.EINTR) return 0;
    throw new Error(`epoll_wait: errno ${errno}`);
  }

  /** The token of the descriptor at a place of what `wait` found. */
  tokenAt(index: number): number {
    return this.#events.view.getUint32(index * EVENT.size + EVENT.tokenAt, true);
  }

  close(): void {
    this.#libc.close(this.#fd);
  }
}
