const NEVER = Number.POSITIVE_INFINITY;

/**
 * Which of `capacity` numbered things is due first: a binary heap that also knows where each thing is, so that one can
 * be taken off before its time. Most are, long before: so one that is taken off, or entered anew for later, stays where
 * it is in the heap until its old time has come. Nothing is allocated after construction.
 */
export class Agenda {
  readonly #heap: Int32Array;
  readonly #place: Int32Array;
  /** When each is due, NEVER when it is not entered; and the time by which the heap knows it, which is no later. */
  readonly #at: Float64Array;
  readonly #knownAt: Float64Array;
  #size = 0;

  constructor(capacity: number) {
    this.#heap = new Int32Array(capacity);
    this.#place = new Int32Array(capacity).fill(-1);
    this.#at = new Float64Array(capacity).fill(NEVER);
    this.#knownAt = new Float64Array(capacity);
  }

  /** When the first is due; Infinity when nothing is. */
  get nextAt(): number {
    while (this.#size > 0) {
      const id = this.#idAt(0);
      const at = this.#at[id] ?? NEVER;
      if (at === this.#knownAt[id]) return at;
      if (at === NEVER) this.#removeFirst();
      else {
        this.#knownAt[id] = at;
        this.#sink(0);
      }
    }
    return NEVER;
  }

  has(id: number): boolean {
    return (this.#at[id] ?? NEVER) !== NEVER;
  }

  /** Enters a thing that is not entered yet. */
  put(id: number, at: number): void {
    this.#at[id] = at;
    const place = this.#place[id] ?? -1;
    if (place >= 0 && (this.#knownAt[id] ?? 0) <= at) return;
    this.#knownAt[id] = at;
    if (place < 0) {
      this.#set(this.#size, id);
      this.#size += 1;
    }
    this.#rise(this.#place[id] ?? 0);
  }

  /** Takes a thing off; does nothing when it is not entered. */
  remove(id: number): void {
    this.#at[id] = NEVER;
  }

  /** Takes off the first thing due at or before `now`; -1 when there is none. */
  takeDue(now: number): number {
    if (this.nextAt > now) return -1;
    const id = this.#idAt(0);
    this.#at[id] = NEVER;
    this.#removeFirst();
    return id;
  }

  #removeFirst(): void {
    this.#place[this.#idAt(0)] = -1;
    this.#size -= 1;
    if (this.#size === 0) return;
    this.#set(0, this.#idAt(this.#size));
    this.#sink(0);
  }

  #idAt(place: number): number {
    return this.#heap[place] ?? 0;
  }

  #timeAt(place: number): number {
    return this.#knownAt[this.#idAt(place)] ?? 0;
  }

  #set(place: number, id: number): void {
    this.#heap[place] = id;
    this.#place[id] = place;
  }

  #swap(a: number, b: number): void {
    const id = this.#idAt(a);
    this.#set(a, this.#idAt(b));
    this.#set(b, id);
  }

  #rise(from: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.#timeAt(parent) <= this.#timeAt(place)) return;
      this.#swap(place, parent);
      place = parent;
    }
  }

  #sink(from: number): void {
    for (let place = from; ; ) {
      const child = this.#earlierChild(place);
      if (child < 0 || this.#timeAt(place) <= this.#timeAt(child)) return;
      this.#swap(place, child);
      place = child;
    }
  }

  #earlierChild(place: number): number {
    const left = 2 * place + 1;
    if (left >= this.#size) return -1;
    const right = left + 1;
    return right < this.#size && this.#timeAt(right) < this.#timeAt(left) ? right : left;
  }
}
