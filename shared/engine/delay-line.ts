const INITIAL = 1024;

/** Numbers that come out in the order they went in, each when its time has come; times never decrease. */
export class DelayLine {
  #values = new Uint32Array(INITIAL);
  #dueAt = new Float64Array(INITIAL);
  #first = 0;
  #count = 0;

  /** When the first comes out; Infinity when there is none. */
  get nextAt(): number {
    return this.#count === 0
      ? Number.POSITIVE_INFINITY
      : (this.#dueAt[this.#first] ?? Number.POSITIVE_INFINITY);
  }

  put(value: number, dueAt: number): void {
    if (this.#count === this.#values.length) this.#grow();
    const place = (this.#first + this.#count) % this.#values.length;
    this.#values[place] = value;
    this.#dueAt[place] = dueAt;
    this.#count += 1;
  }

  /** Takes out the first when it is due at or before `now`; -1 when none is. */
  takeDue(now: number): number {
    if (this.nextAt > now) return -1;
    const value = this.#values[this.#first] ?? 0;
    this.#first = (this.#first + 1) % this.#values.length;
    this.#count -= 1;
    return value;
  }

  #grow(): void {
    const values = new Uint32Array(2 * this.#values.length);
    const dueAt = new Float64Array(2 * this.#values.length);
    for (let i = 0; i < this.#count; i++) {
      const place = (this.#first + i) % this.#values.length;
      values[i] = this.#values[place] ?? 0;
      dueAt[i] = this.#dueAt[place] ?? 0;
    }
    this.#values = values;
    this.#dueAt = dueAt;
    this.#first = 0;
  }
}
