const FIRST_TIMEOUT_MS = 1000;
const FLOOR_MS = 100;
/** Weights of RFC 6298 §2. */
const ALPHA = 1 / 8;
const BETA = 1 / 4;
const K = 4;
/** Neighbours share a timeout: a /24, or a /120 of IPv6. Slices are aligned, so an index in the slice tells them apart. */
const NEIGHBOURS_BITS = 8;

/**
 * How long a try waits: the form of RFC 6298 over the round trips measured in the neighbourhood (srtt + 4·rttvar,
 * doubled for each further try), within a floor that rides out queues on the way and the ceiling `patienceMs`.
 */
export class Timing {
  readonly #patienceMs: number;
  readonly #srttMs: Float32Array;
  readonly #rttvarMs: Float32Array;
  readonly #measured: Uint8Array;

  constructor(hosts: number, patienceMs: number) {
    const neighbourhoods = (hosts >>> NEIGHBOURS_BITS) + 1;
    this.#patienceMs = patienceMs;
    this.#srttMs = new Float32Array(neighbourhoods);
    this.#rttvarMs = new Float32Array(neighbourhoods);
    this.#measured = new Uint8Array(neighbourhoods);
  }

  /** Learns the round trip of an answer. Each try has a socket of its own, so it is never in doubt which try was answered. */
  measure(host: number, rttMs: number): void {
    const at = host >>> NEIGHBOURS_BITS;
    const srtt = this.#srttMs[at] ?? 0;
    const rttvar = this.#rttvarMs[at] ?? 0;
    const first = this.#measured[at] === 0;
    this.#rttvarMs[at] = first ? rttMs / 2 : rttvar + BETA * (Math.abs(srtt - rttMs) - rttvar);
    this.#srttMs[at] = first ? rttMs : srtt + ALPHA * (rttMs - srtt);
    this.#measured[at] = 1;
  }

  /** Milliseconds that the given try (1 is the first) to a host may wait. */
  timeoutMs(host: number, attempt: number): number {
    const at = host >>> NEIGHBOURS_BITS;
    const measured = (this.#srttMs[at] ?? 0) + K * (this.#rttvarMs[at] ?? 0);
    const single = this.#measured[at] === 1 ? Math.max(FLOOR_MS, measured) : FIRST_TIMEOUT_MS;
    return Math.min(this.#patienceMs, single * 2 ** (attempt - 1));
  }
}
