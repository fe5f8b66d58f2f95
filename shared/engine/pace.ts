/** Places of one millisecond each: a second, and a little for what lies between counting a probe and its start. */
const PLACES = 1005;
/** Sending that a lagging process owes is made up for within this much of a burst. */
const BURST_MS = 100;

/**
 * Probes per second in total. Two rules: in no second, wherever it begins, are there more than `rate`; and they are
 * spread over it evenly, but for a small burst that makes up for lag.
 */
export class Pace {
  readonly #most: number;
  readonly #intervalMs: number;
  readonly #sent = new Uint32Array(PLACES);
  readonly #startedAt: number;
  #sentInSecond = 0;
  /** The place of the present, counted from PLACES before the start so that none is negative. */
  #ms = PLACES;
  #evenlyAt: number;

  constructor(rate: number, now: number) {
    this.#most = Math.max(1, Math.floor(rate));
    this.#intervalMs = 1000 / rate;
    this.#startedAt = Math.floor(now);
    this.#evenlyAt = now + BURST_MS;
  }

  /** When the next probe may be sent; at or before `now` means now. */
  readyAt(now: number): number {
    this.#forget(now);
    return Math.max(this.#evenlyAt - BURST_MS, this.#secondOverAt());
  }

  /** Counts a probe that is sent now. */
  take(now: number): void {
    this.#forget(now);
    const place = this.#ms % PLACES;
    this.#sent[place] = (this.#sent[place] ?? 0) + 1;
    this.#sentInSecond += 1;
    this.#evenlyAt = Math.max(this.#evenlyAt, now) + this.#intervalMs;
  }

  /** Sweeps the places that the clock has passed. */
  #forget(now: number): void {
    const ms = Math.floor(now) - this.#startedAt + PLACES;
    if (ms - this.#ms >= PLACES) {
      this.#sent.fill(0);
      this.#sentInSecond = 0;
      this.#ms = ms;
    }
    while (this.#ms < ms) {
      this.#ms += 1;
      const place = this.#ms % PLACES;
      this.#sentInSecond -= this.#sent[place] ?? 0;
      this.#sent[place] = 0;
    }
  }

  /** When the oldest sends leave the second, while it is full. */
  #secondOverAt(): number {
    if (this.#sentInSecond < this.#most) return 0;
    let oldest = this.#ms - PLACES + 1;
    while (oldest < this.#ms && this.#sent[oldest % PLACES] === 0) oldest += 1;
    return this.#startedAt + oldest;
  }
}
