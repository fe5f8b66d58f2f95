const NOTHING = -1;
const PORTS = 65_536;

/** Which slot waits for an answer from which host and port: a hash table of the slots themselves. */
export class PendingPairs {
  readonly #hosts: Int32Array;
  readonly #ports: Uint16Array;
  readonly #isPending: Uint8Array;
  readonly #first: Int32Array;
  readonly #next: Int32Array;
  readonly #mask: number;

  constructor(slots: number) {
    const buckets = 2 ** Math.ceil(Math.log2(2 * slots + 1));
    this.#mask = buckets - 1;
    this.#hosts = new Int32Array(slots);
    this.#ports = new Uint16Array(slots);
    this.#isPending = new Uint8Array(slots);
    this.#first = new Int32Array(buckets).fill(NOTHING);
    this.#next = new Int32Array(slots);
  }

  has(slot: number): boolean {
    return this.#isPending[slot] === 1;
  }

  hostOf(slot: number): number {
    return this.#hosts[slot] ?? 0;
  }

  portOf(slot: number): number {
    return this.#ports[slot] ?? 0;
  }

  put(slot: number, host: number, port: number): void {
    const bucket = this.#bucketOf(host, port);
    this.#hosts[slot] = host;
    this.#ports[slot] = port;
    this.#isPending[slot] = 1;
    this.#next[slot] = this.#first[bucket] ?? NOTHING;
    this.#first[bucket] = slot;
  }

  /** The slot that waits for this host and port; -1 when none does. */
  find(host: number, port: number): number {
    let slot = this.#first[this.#bucketOf(host, port)] ?? NOTHING;
    while (slot !== NOTHING && !(this.hostOf(slot) === host && this.portOf(slot) === port))
      slot = this.#next[slot] ?? NOTHING;
    return slot;
  }

  /** Takes a slot out; does nothing when it waits for nothing. */
  remove(slot: number): void {
    if (!this.has(slot)) return;
    this.#isPending[slot] = 0;
    const next = this.#next[slot] ?? NOTHING;
    const bucket = this.#bucketOf(this.hostOf(slot), this.portOf(slot));
    if (this.#first[bucket] === slot) this.#first[bucket] = next;
    else this.#next[this.#before(slot, bucket)] = next;
  }

  clear(): void {
    this.#first.fill(NOTHING);
    this.#isPending.fill(0);
  }

  #before(slot: number, bucket: number): number {
    let before = this.#first[bucket] ?? NOTHING;
    while (this.#next[before] !== slot) before = this.#next[before] ?? NOTHING;
    return before;
  }

  #bucketOf(host: number, port: number): number {
    const mixed = Math.imul(host ^ Math.imul(port, PORTS + 1), 0x9e3779b1);
    return (mixed ^ (mixed >>> 15)) & this.#mask;
  }
}
