import type { Ledger } from './ledger.ts';
import type { Loss } from './loss.ts';
import type { Promptness } from './promptness.ts';
import { QUESTION } from './question.ts';
import type { Questions } from './questions.ts';
import type { Slowness } from './slowness.ts';
import type { Timing } from './timing.ts';
import { VERDICT } from './verdict.ts';

/** Slower than what a common last try, the second, would have waited. */
const COMMON_LAST_TRY = 2;

export type Learnt = {
  readonly timing: Timing;
  readonly loss: Loss;
  readonly slowness: Slowness;
  readonly promptness: Promptness;
};

/** How often silence is asked again, and how long a try waits: what was learnt of round trips, loss and slow hosts. */
export class Patience {
  readonly #ledger: Ledger;
  readonly #kinds: Uint8Array;
  readonly #timing: Timing;
  readonly #loss: Loss;
  readonly #slowness: Slowness;
  readonly #promptness: Promptness;

  constructor(ledger: Ledger, { kinds }: Pick<Questions, 'kinds'>, learnt: Learnt) {
    this.#ledger = ledger;
    this.#kinds = kinds;
    this.#timing = learnt.timing;
    this.#loss = learnt.loss;
    this.#slowness = learnt.slowness;
    this.#promptness = learnt.promptness;
  }

  /** True when the next try of a pair is to wait as long as any may. */
  isNextPatient(pair: number): boolean {
    const isLast = this.#ledger.triesOf(pair) + 1 >= this.#lossTries(pair);
    return isLast && this.#meritsPatience(pair);
  }

  /** True for a host that has accepted a connection before a common try would have been given up. */
  isPrompt(host: number): boolean {
    return this.#promptness.isPrompt(host, this.timeoutMs(host, COMMON_LAST_TRY));
  }

  /** Counts a try that is sent now; gives the milliseconds that it waits. */
  begin(host: number, attempt: number, isPatient: boolean): number {
    this.#timing.countTry(host);
    return isPatient ? this.#timing.patienceMs : this.timeoutMs(host, attempt);
  }

  /** Milliseconds that a try without patience waits, as its neighbourhood is known to be now. */
  timeoutMs(host: number, attempt: number): number {
    return this.#timing.timeoutMs(host, attempt);
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

  /** The host itself answered a try. True when its neighbourhood is much better known by that. */
  sawAnswer(pair: number, verdict: number, attempt: number, rttMs: number): boolean {
    const host = this.#hostOf(pair);
    const isLate = rttMs > this.timeoutMs(host, COMMON_LAST_TRY);
    this.#slowness.sawAnswer(host, isLate);
    if (verdict === VERDICT.open) this.#sawOpen(pair, attempt, rttMs);
    // One slow host must not make all its neighbours be waited for.
    return (!isLate || this.#slowness.isFar(host)) && this.#timing.measure(host, rttMs);
  }

  /** True when so much is being lost that less should be in flight; asked once, it is forgotten. */
  takeCrowding(): boolean {
    return this.#loss.takeCrowding();
  }

  #sawOpen(pair: number, attempt: number, rttMs: number): void {
    const host = this.#hostOf(pair);
    const wasLost = attempt > 1 && rttMs <= this.timeoutMs(host, 1);
    this.#loss.measure(host, wasLost);
    // A datagram is answered by the service itself: it says nothing of how soon connections are accepted.
    const isUdp = this.#kinds[pair - host * this.#kinds.length] === QUESTION.udp;
    if (!isUdp) this.#promptness.sawAccepted(host, rttMs);
  }

  #meritsPatience(pair: number): boolean {
    const host = this.#hostOf(pair);
    const isUp = this.#ledger.isUp(host);
    if (!isUp && this.#ledger.leftOf(host) > 1) return false;
    if (this.isPrompt(host)) return false;
    const wanted = this.#slowness.triesFor(host, isUp, this.#lossTries(pair));
    return this.#ledger.patientTriesOf(pair) < wanted;
  }

  #lossTries(pair: number): number {
    const host = this.#hostOf(pair);
    return this.#loss.triesFor(host, this.#ledger.isUp(host));
  }

  #hostOf(pair: number): number {
    return Math.floor(pair / this.#kinds.length);
  }
}
