/**
 * The kernel repeats an unanswered SYN after a second, by itself. A try that ends before that is one packet; one that
 * lasts longer may be two.
 */
const BEFORE_REPEAT_MS = 950;
const REPEAT_MS = 1050;
const FIRST_TIMEOUT_MS = BEFORE_REPEAT_MS;
const FLOOR_MS = 50;
/** Weights of RFC 6298 §2. */
const ALPHA = 1 / 8;
const BETA = 1 / 4;
const K = 4;
/** An answer later than this many timeouts is an outlier, and counts as this many. */
const OUTLIER = 2;
/** By so many answers the first, which says little of how round trips vary, has lost its weight. */
const SETTLED = 16;
/** Tries that an unmeasured neighbourhood gets with all caution before it is believed to be no farther than the others. */
const CAUTIOUS_TRIES = 32;
/** Neighbours share a timeout: a /24, or a /120 of IPv6. Slices are aligned, so an index in the slice tells them apart. */
const NEIGHBOURS_BITS = 8;
/** True for two hosts that share a timeout. */
export const areNeighbours = (host: number, other: number): boolean =>
  host >>> NEIGHBOURS_BITS === other >>> NEIGHBOURS_BITS;

/** What the farthest neighbourhood was loses this much with each answer, so that one wild round trip is forgotten. */
const FADING = 0.998;

/** True when a try that may last so long can make the kernel send a second SYN. */
export const mayRepeat = (timeoutMs: number): boolean => timeoutMs > BEFORE_REPEAT_MS;

/** A patience of about a second is cut to just below the repeated SYN, which would come too late to help. */
export const usefulPatience = (patienceMs: number): number =>
  mayRepeat(patienceMs) && patienceMs <= REPEAT_MS ? BEFORE_REPEAT_MS : patienceMs;

/**
 * How long a try waits: the form of RFC 6298 over the round trips measured in the neighbourhood (srtt + 4·rttvar,
 * doubled for each further try), within a floor that rides out queues on the way and the ceiling `patienceMs`. The
 * floor itself is not doubled: it is hundreds of round trips of a near network already.
 */
export class Timing {
  /** The longest any try waits. */
  readonly patienceMs: number;
  readonly #srttMs: Float32Array;
  readonly #rttvarMs: Float32Array;
  /** Answers, as far as they are counted. */
  readonly #measured: Uint8Array;
  readonly #triesUnmeasured: Uint8Array;
  /** About the longest timeout of the measured neighbourhoods; 0 before the first. */
  #farthestMs = 0;

  constructor(hosts: number, patienceMs: number) {
    const neighbourhoods = (hosts >>> NEIGHBOURS_BITS) + 1;
    this.patienceMs = usefulPatience(patienceMs);
    this.#srttMs = new Float32Array(neighbourhoods);
    this.#rttvarMs = new Float32Array(neighbourhoods);
    this.#measured = new Uint8Array(neighbourhoods);
    this.#triesUnmeasured = new Uint8Array(neighbourhoods);
  }

  /**
   * Learns the round trip of an answer. Each try has a socket of its own, so it is never in doubt which try was answered.
   * True when the neighbourhood is much better known by it than before: at its first answer, and at its sixteenth.
   */
  measure(host: number, rttMs: number): boolean {
    const at = host >>> NEIGHBOURS_BITS;
    const answers = Math.min(this.#measured[at] ?? 0, SETTLED) + 1;
    this.#measured[at] = answers;
    if (answers === 1) this.#begin(at, rttMs);
    else this.#follow(at, Math.min(rttMs, OUTLIER * Math.max(FLOOR_MS, this.#commonMs(at))));
    this.#farthestMs = Math.max(FADING * this.#farthestMs, this.#commonMs(at));
    return answers === 1 || answers === SETTLED;
  }

  /** Milliseconds that the given try (1 is the first) to a host may wait, as its neighbourhood is known to be. */
  timeoutMs(host: number, attempt: number): number {
    const single = this.#singleMs(host >>> NEIGHBOURS_BITS);
    // A product of its own for each try would be a call of pow().
    const backedOff = attempt === 1 ? single : single * 2 ** (attempt - 1);
    return Math.min(this.patienceMs, Math.max(FLOOR_MS, backedOff));
  }

  /** Counts a try that is sent. */
  countTry(host: number): void {
    const at = host >>> NEIGHBOURS_BITS;
    const tries = this.#triesUnmeasured[at] ?? 0;
    if (tries < CAUTIOUS_TRIES) this.#triesUnmeasured[at] = tries + 1;
  }

  #begin(at: number, rttMs: number): void {
    this.#srttMs[at] = rttMs;
    this.#rttvarMs[at] = rttMs / 2;
  }

  #follow(at: number, rttMs: number): void {
    const srtt = this.#srttMs[at] ?? 0;
    const rttvar = this.#rttvarMs[at] ?? 0;
    this.#rttvarMs[at] = rttvar + BETA * (Math.abs(srtt - rttMs) - rttvar);
    this.#srttMs[at] = srtt + ALPHA * (rttMs - srtt);
  }

  #singleMs(at: number): number {
    if ((this.#measured[at] ?? 0) > 0) return this.#commonMs(at);
    const isCautious = (this.#triesUnmeasured[at] ?? 0) < CAUTIOUS_TRIES;
    return isCautious || this.#farthestMs === 0 ? FIRST_TIMEOUT_MS : this.#farthestMs;
  }

  #commonMs(at: number): number {
    return (this.#srttMs[at] ?? 0) + K * (this.#rttvarMs[at] ?? 0);
  }
}
