import type { Destinations } from './destinations.ts';
import type { Libc } from './libc.ts';
import { ERRNO } from './libc-names.ts';
import { type Memory, memoryOf } from './memory.ts';
import { MessageBatch } from './message-batch.ts';
import { payloadFor } from './udp-payloads.ts';

const COUNT = 64;
/**
 * An ICMP error that waits fails whatever call comes next, and is forgotten by that. Trying again at once leaves little
 * time for another; reading away those that wait in between keeps room for more.
 */
const TRIES = 24;
const CLEAR_EVERY = 4;

type Payload = { readonly memory: Memory; readonly length: number };

/** Datagrams on their way out, many in one call. */
export class UdpSender {
  readonly #libc: Libc;
  readonly #destinations: Destinations;
  readonly #batch = new MessageBatch({ count: COUNT, dataBytes: 0, controlBytes: 0 });
  readonly #slots = new Int32Array(COUNT);
  readonly #payloads = new Map<number, Payload>();
  #count = 0;
  #errno = 0;

  constructor(libc: Libc, destinations: Destinations) {
    this.#libc = libc;
    this.#destinations = destinations;
  }

  get isFull(): boolean {
    return this.#count === COUNT;
  }

  put(slot: number, host: number, port: number): void {
    const { names } = this.#batch;
    this.#destinations.write(names, this.#batch.nameAt(this.#count), host, port);
    const { memory, length } = this.#payloadFor(port);
    this.#batch.point(this.#count, memory.address, length, this.#destinations.length);
    this.#slots[this.#count] = slot;
    this.#count += 1;
  }

  /** Sends what has gathered. `clear` reads away ICMP errors that wait; `fail` is told of what could not be sent. */
  send(fd: number, clear: () => void, fail: (slot: number, errno: number) => void): void {
    for (let from = 0; from < this.#count; ) {
      const sent = this.#sendFrom(fd, from, clear);
      if (sent === 0) fail(this.#slots[from] ?? 0, this.#errno);
      from += Math.max(1, sent);
    }
    this.#count = 0;
  }

  /** Gives how many went out; 0 when the first of them cannot, for the errno that is kept. */
  #sendFrom(fd: number, from: number, clear: () => void): number {
    for (let tries = 1; tries <= TRIES; tries++) {
      const at = this.#batch.addressAt(from);
      const sent = this.#libc.sendMany(fd, at, this.#count - from, 0);
      if (sent > 0) return sent;
      this.#errno = this.#libc.errno();
      if (tries % CLEAR_EVERY === 0) clear();
    }
    // What ICMP errors of other probes left is nothing that this one met.
    if (this.#errno === ERRNO.ECONNREFUSED) this.#errno = ERRNO.EAGAIN;
    return 0;
  }

  #payloadFor(port: number): Payload {
    const bytes = payloadFor(port);
    const known = this.#payloads.get(bytes.length === 0 ? 0 : port);
    if (known !== undefined) return known;
    const payload = { memory: memoryOf(bytes.length), length: bytes.length };
    payload.memory.bytes.set(bytes);
    this.#payloads.set(bytes.length === 0 ? 0 : port, payload);
    return payload;
  }
}
