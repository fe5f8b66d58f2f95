const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1000;
/** Loss on the way never takes more of the window than this share leaves: it may have another cause than us. */
const LEAST_SHARE = 1 / 16;

/**
 * How many probes may be in flight. Pressure at our own end (no descriptors, no ephemeral ports, no route) halves it
 * and pauses sending, for longer while it lasts; much loss on the way takes a quarter; each calm windowful of verdicts
 * lets it grow by an eighth.
 */
export class Window {
  readonly #most: number;
  #size: number;
  #pausedUntil = 0;
  #pauseMs = FIRST_PAUSE_MS;
  #calm = 0;

  constructor(most: number) {
    this.#most = most;
    this.#size = most;
  }

  get size(): number {
    return this.#size;
  }

  /** Nothing is sent before this instant. */
  get pausedUntil(): number {
    return this.#pausedUntil;
  }

  /** A local failure. Those of one burst come during the pause that the first of them began, and shrink it once. */
  shrink(now: number, inFlight: number): void {
    this.#calm = 0;
    if (now < this.#pausedUntil) return;
    this.#size = Math.max(1, Math.min(this.#size, inFlight) >> 1);
    this.#pausedUntil = now + this.#pauseMs;
    this.#pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * this.#pauseMs);
  }

  /** So much is being lost that our own probes may crowd each other out. */
  ease(): void {
    this.#calm = 0;
    const least = Math.min(this.#size, Math.ceil(this.#most * LEAST_SHARE));
    this.#size = Math.max(least, 1, Math.floor((this.#size * 3) / 4));
  }

  /** A probe ended for any other reason. */
  calm(): void {
    this.#calm += 1;
    if (this.#calm < this.#size) return;
    this.#calm = 0;
    this.#pauseMs = FIRST_PAUSE_MS;
    this.#size = Math.min(this.#most, this.#size + Math.max(1, this.#size >> 3));
  }
}
