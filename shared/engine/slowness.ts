/** Late answers that prove a sweep to have slow hosts; one may be a hiccup. */
const ENOUGH_LATE = 2;
/** A late answer for each so many others, or for each so many patient tries that met silence, is too rare to wait for. */
const LATE_SHARE = 1 / 256;
/** Patient tries that met silence before it may be said that nobody is slow. */
const REFUTED_AFTER = 512;
/** From this share of late answers on it is no host's fault. */
const FAR_SHARE = 1 / 4;
const NEIGHBOURS_BITS = 8;

/**
 * Whether hosts answer later than the round trips of their neighbourhood let expect, and so whether silence merits a
 * try that waits with all the patience there is. Such a try holds a descriptor many times as long as another, so it is
 * spent where there is a reason: on the silent ports of hosts that are up, while it is not refuted that some are slow;
 * as often as loss wants, once it is shown; and then on one port of each silent address too.
 */
export class Slowness {
  readonly #lateIn: Uint32Array;
  readonly #answersIn: Uint32Array;
  #late = 0;
  #answers = 0;
  #patientTries = 0;

  constructor(hosts: number) {
    const neighbourhoods = (hosts >>> NEIGHBOURS_BITS) + 1;
    this.#lateIn = new Uint32Array(neighbourhoods);
    this.#answersIn = new Uint32Array(neighbourhoods);
  }

  /** A host answered; `isLate`: later than a common try would have waited. */
  sawAnswer(host: number, isLate: boolean): void {
    const at = host >>> NEIGHBOURS_BITS;
    this.#answersIn[at] = (this.#answersIn[at] ?? 0) + 1;
    this.#answers += 1;
    if (!isLate) return;
    this.#lateIn[at] = (this.#lateIn[at] ?? 0) + 1;
    this.#late += 1;
  }

  /** A patient try met silence. */
  sawSilence(): void {
    this.#patientTries += 1;
  }

  /** How many patient tries a silent pair merits, of those that loss wants. */
  triesFor(host: number, isUp: boolean, wanted: number): number {
    if (this.#isShown(host)) return isUp ? wanted : 1;
    return isUp && !this.#isRefuted() ? 1 : 0;
  }

  /** True where so many answers are late that the way is long, rather than a few hosts slow. */
  isFar(host: number): boolean {
    const at = host >>> NEIGHBOURS_BITS;
    return (this.#lateIn[at] ?? 0) >= FAR_SHARE * (this.#answersIn[at] ?? 0);
  }

  #isShown(host: number): boolean {
    const at = host >>> NEIGHBOURS_BITS;
    return (
      isOften(this.#lateIn[at] ?? 0, this.#answersIn[at] ?? 0) || isOften(this.#late, this.#answers)
    );
  }

  #isRefuted(): boolean {
    const tries = this.#patientTries;
    return tries >= REFUTED_AFTER && this.#late < LATE_SHARE * tries;
  }
}

const isOften = (late: number, answers: number): boolean =>
  late >= ENOUGH_LATE && late >= LATE_SHARE * answers;
