/** A share of the rate that may come as a burst, so that timers of a millisecond still meet it. */
const BURST_SHARE = 1 / 20;

/** A second, and a little for lag: a late packet followed by a punctual one must not make one more in a second. */
const SECOND_MS = 1010;

/**
 * Probes per second to each address, one number a host (GCRA, a leaky bucket as a clock). With a burst of b and a
 * refill of rate - (b - 1), no second holds more than `rate`, wherever it begins.
 */
export class HostPace {
  readonly #intervalMs: number;
  readonly #burstMs: number;
  readonly #evenlyAt: Float64Array;

  constructor(hosts: number, ratePerHost: number) {
    const burst = Math.max(1, Math.floor(ratePerHost * BURST_SHARE));
    this.#intervalMs = SECOND_MS / (ratePerHost - (burst - 1));
    this.#burstMs = (burst - 1) * this.#intervalMs;
    this.#evenlyAt = new Float64Array(hosts);
  }

  /** When the next probe to a host may be sent; at or before now means now. */
  readyAt(host: number): number {
    return (this.#evenlyAt[host] ?? 0) - this.#burstMs;
  }

  /** Counts a probe that is sent now. */
  take(host: number, now: number): void {
    this.#evenlyAt[host] = Math.max(this.#evenlyAt[host] ?? 0, now) + this.#intervalMs;
  }
}
