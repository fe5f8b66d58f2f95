/**
 * Which of `capacity` numbered things is due first: a binary heap that also knows where each thing is, so that one can
 * be taken off before its time. Nothing is allocated after construction.
 */
export class Agenda {
  readonly #heap: Int32Array;
  readonly #place: Int32Array;
  readonly #at: Float64Array;
  #size = 0;

  constructor(capacity: number) {
    this.#heap = new Int32Array(capacity);
    this.#place = new Int32Array(capacity).fill(-1);
    this.#at = new Float64Array(capacity);
  }

  /** When the first is due; Infinity when nothing is. */
  get nextAt(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : this.#timeAt(0);
  }

  has(id: number): boolean {
    return (this.#place[id] ?? -1) >= 0;
  }

  /** Enters a thing that is not entered yet. */
  put(id: number, at: number): void {
    this.#at[id] = at;
    this.#set(this.#size, id);
    this.#size += 1;
    this.#rise(this.#size - 1);
  }

  /** Takes a thing off; does nothing when it is not entered. */
  remove(id: number): void {
    const place = this.#place[id] ?? -1;
    if (place < 0) return;
    this.#place[id] = -1;
    this.#size -= 1;
    if (place === this.#size) return;
    const moved = this.#idAt(this.#size);
    this.#set(place, moved);
    this.#rise(place);
    this.#sink(this.#place[moved] ?? place);
  }

  /** Takes off the first thing due at or before `now`; -1 when there is none. */
  takeDue(now: number): number {
    if (this.nextAt > now) return -1;
    const id = this.#idAt(0);
    this.remove(id);
    return id;
  }

  #idAt(place: number): number {
    return this.#heap[place] ?? 0;
  }

  #timeAt(place: number): number {
    return this.#at[this.#idAt(place)] ?? 0;
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
