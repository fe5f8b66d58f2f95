import type { Ledger } from './ledger.ts';
import type { Loss } from './loss.ts';
import type { Slowness } from './slowness.ts';
import type { Timing } from './timing.ts';
import { VERDICT } from './verdict.ts';

/** Slower than what a common last try, the second, would have waited. */
const COMMON_LAST_TRY = 2;

/** How often silence is asked again, and how long a try waits: what was learnt of round trips, loss and slow hosts. */
export class Patience {
  readonly #ledger: Ledger;
  readonly #questions: number;
  readonly #timing: Timing;
  readonly #loss: Loss;
  readonly #slowness: Slowness;

  constructor(
    ledger: Ledger,
    questions: number,
    learnt: { readonly timing: Timing; readonly loss: Loss; readonly slowness: Slowness },
  ) {
    this.#ledger = ledger;
    this.#questions = questions;
    this.#timing = learnt.timing;
    this.#loss = learnt.loss;
    this.#slowness = learnt.slowness;
  }

  /** True when the next try of a pair is to wait as long as any may. */
  isNextPatient(pair: number): boolean {
    const isLast = this.#ledger.triesOf(pair) + 1 >= this.#lossTries(pair);
    return isLast && this.#meritsPatience(pair);
  }

  /** Counts a try that is sent now; gives the milliseconds that it waits. */
  begin(host: number, attempt: number, isPatient: boolean): number {
    this.#timing.countTry(host);
    return isPatient ? this.#timing.patienceMs : this.#timing.timeoutMs(host, attempt);
  }

  /** True when a pair that has been silent so far is to be asked again. */
  meritsTry(pair: number): boolean {
    const tries = this.#ledger.triesOf(pair);
    return tries < this.#lossTries(pair) || this.#meritsPatience(pair);
  }

  /** True for the last pair of a silent address, which merits a patient try once hosts have shown to be slow. */
  mayMeritLater(pair: number): boolean {
    const host = this.#hostOf(pair);
    return (
      !this.#ledger.isUp(host) &&
      this.#ledger.leftOf(host) === 1 &&
      this.#ledger.patientTriesOf(pair) === 0
    );
  }

  /** True for a try that waited as long as any may. */
  isPatient(timeoutMs: number): boolean {
    return timeoutMs >= this.#timing.patienceMs;
  }

  /** A patient try met silence. */
  sawSilence(pair: number): void {
    this.#ledger.countPatientSilence(pair);
    if (this.#ledger.isUp(this.#hostOf(pair))) this.#slowness.sawSilence();
  }

  /** The host itself answered a try. */
  sawAnswer(host: number, verdict: number, attempt: number, rttMs: number): void {
    const isLate = rttMs > this.#timing.timeoutMs(host, COMMON_LAST_TRY);
    this.#slowness.sawAnswer(host, isLate);
    if (verdict === VERDICT.open) {
      const wasLost = attempt > 1 && rttMs <= this.#timing.timeoutMs(host, 1);
      this.#loss.measure(host, wasLost);
    }
    // One slow host must not make all its neighbours be waited for.
    if (!isLate || this.#slowness.isFar(host)) this.#timing.measure(host, rttMs);
  }

  /** True when so much is being lost that less should be in flight; asked once, it is forgotten. */
  takeCrowding(): boolean {
    return this.#loss.takeCrowding();
  }

  #meritsPatience(pair: number): boolean {
    const host = this.#hostOf(pair);
    const isUp = this.#ledger.isUp(host);
    if (!isUp && this.#ledger.leftOf(host) > 1) return false;
    const wanted = this.#slowness.triesFor(host, isUp, this.#lossTries(pair));
    return this.#ledger.patientTriesOf(pair) < wanted;
  }

  #lossTries(pair: number): number {
    const host = this.#hostOf(pair);
    return this.#loss.triesFor(host, this.#ledger.isUp(host));
  }

  #hostOf(pair: number): number {
    return Math.floor(pair / this.#questions);
  }
}
