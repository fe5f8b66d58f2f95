/**
 * How probable a miss may be: that all tries to a port get lost which would have answered. Silence of a host that is
 * up is rare, so more care costs little there; most silent addresses have nobody.
 */
const MISS = { up: 1e-5, silent: 1e-3 };
const FEWEST_TRIES = 2;
const MOST_TRIES = 4;
/** Fewer answers than this prove nothing. */
const ENOUGH = 32;
/** One answer to a retry may be chance. */
const ENOUGH_RETRIED = 2;
/** Among so many answers, none or one to a retry is no chance either. */
const PLENTY = 512;
/** Answers between two looks at how much is being lost just now. */
const EPOCH = 128;
/** Random loss hardly ever takes so much; queues that overflow do. */
const CROWDED = 0.25;
const NEIGHBOURS_BITS = 8;

/**
 * How much is lost on the way, measured: the share of open ports that answered only a retry, though as fast as the
 * first try would have waited for. Refusals do not count: hosts limit their rate, so a missing one was perhaps never
 * sent. Kept for the sweep and for each /24 (a /120 of IPv6).
 */
export class Loss {
  readonly #answered: Uint32Array;
  readonly #retried: Uint32Array;
  #allAnswered = 0;
  #allRetried = 0;
  #epochAnswered = 0;
  #epochRetried = 0;

  constructor(hosts: number) {
    const neighbourhoods = (hosts >>> NEIGHBOURS_BITS) + 1;
    this.#answered = new Uint32Array(neighbourhoods);
    this.#retried = new Uint32Array(neighbourhoods);
  }

  /** An open port answered; `wasLost`: an earlier try to it must have been lost. */
  measure(host: number, wasLost: boolean): void {
    const at = host >>> NEIGHBOURS_BITS;
    const lost = wasLost ? 1 : 0;
    this.#answered[at] = (this.#answered[at] ?? 0) + 1;
    this.#retried[at] = (this.#retried[at] ?? 0) + lost;
    this.#allAnswered += 1;
    this.#allRetried += lost;
    this.#epochAnswered += 1;
    this.#epochRetried += lost;
  }

  /** How many tries must meet silence before it is believed: 2 to 4. */
  triesFor(host: number, isUp: boolean): number {
    const miss = isUp ? MISS.up : MISS.silent;
    const at = host >>> NEIGHBOURS_BITS;
    const answered = this.#answered[at] ?? 0;
    const retried = this.#retried[at] ?? 0;
    return isTelling(answered, retried)
      ? triesAt(miss, retried, answered)
      : triesAt(miss, this.#allRetried, this.#allAnswered);
  }

  /** True when an epoch has ended in which so much was lost that the sweep itself may be the cause. */
  takeCrowding(): boolean {
    if (this.#epochAnswered < EPOCH) return false;
    const isCrowded = this.#epochRetried > CROWDED * this.#epochAnswered;
    this.#epochAnswered = 0;
    this.#epochRetried = 0;
    return isCrowded;
  }
}

/** True where a neighbourhood can be told apart from the sweep as a whole. */
const isTelling = (answered: number, retried: number): boolean =>
  answered >= PLENTY || (answered >= ENOUGH && retried >= ENOUGH_RETRIED);

/** The fewest tries that all get lost with a probability of at most `miss`. */
const triesAt = (miss: number, retried: number, answered: number): number => {
  if (answered < ENOUGH || retried < ENOUGH_RETRIED) return FEWEST_TRIES;
  const tries = Math.ceil(Math.log(miss) / Math.log(Math.min(0.9, retried / answered)));
  return Math.min(MOST_TRIES, Math.max(FEWEST_TRIES, tries));
};
