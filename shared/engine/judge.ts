import { DelayLine } from './delay-line.ts';
import type { Book } from './findings.ts';
import type { Patience } from './patience.ts';
import { Permutation } from './permutation.ts';
import type { Reporter } from './reporter.ts';
import type { Turns } from './turns.ts';
import { VERDICT } from './verdict.ts';

/**
 * What passes at least between the end of a silent try and the next: losses come in bursts, so the starts of two tries
 * are a tenth of a second apart at least.
 */
const RETRY_PAUSE_MS = 50;

/** Turns what probes taught into judged pairs, released questions, further tries and finished hosts. */
export class Judge {
  readonly #book: Book;
  readonly #turns: Turns;
  readonly #patience: Patience;
  readonly #reporter: Reporter;
  readonly #retries = new DelayLine();
  /** The last silent pair of each silent address: believed only when the others have shown whether hosts are slow. */
  #parked: number[] = [];

  constructor(book: Book, turns: Turns, patience: Patience, reporter: Reporter) {
    this.#book = book;
    this.#turns = turns;
    this.#patience = patience;
    this.#reporter = reporter;
  }

  /** Releases the first questions of every host that is not excluded, in keyed order. */
  open(excluded: Uint8Array, key: number): void {
    const order = new Permutation(excluded.length);
    for (let i = 0; i < excluded.length; i++) {
      const host = order.at(i, key);
      if (excluded[host] === 1) this.#omit(host);
      else {
        this.#release(host, this.#book.questions.firstCount);
        this.#finishIfSettled(host);
      }
    }
  }

  hostOf(pair: number): number {
    return Math.floor(pair / this.#book.questions.ports.length);
  }

  /** True when there is nothing more to learn by asking a pair. */
  isOver(pair: number): boolean {
    const { ledger } = this.#book;
    return ledger.isJudged(pair) || ledger.isDone(this.hostOf(pair));
  }

  /** The network said something about a pair. It may come late, after silence was believed. */
  answer(pair: number, verdict: number, rttMs: number): void {
    const { ledger, questions } = this.#book;
    const host = this.hostOf(pair);
    if (ledger.isDone(host)) return;
    if (ledger.verdictOf(pair) === VERDICT.silent) ledger.reopen(pair);
    if (ledger.isJudged(pair)) return;
    const isFirstWord = ledger.judge(pair, verdict, rttMs);
    if (isFirstWord && questions.livenessOnly) this.#finish(host);
    else {
      if (isFirstWord) this.#welcome(host);
      this.#finishIfSettled(host);
    }
  }

  /** A try met silence: it is asked again later, or believed. */
  silence(pair: number, wasPatient: boolean, now: number): void {
    if (this.isOver(pair)) return;
    if (wasPatient) this.#patience.sawSilence(pair);
    if (this.#patience.meritsTry(pair)) this.#retries.put(pair, now + RETRY_PAUSE_MS);
    else if (this.#patience.mayMeritLater(pair)) this.#parked.push(pair);
    else this.answer(pair, VERDICT.silent, 0);
  }

  /** Nothing is in flight and nothing waits: what was put off is asked once more, or believed. */
  takeParked(): void {
    const parked = this.#parked;
    this.#parked = [];
    for (const pair of parked) {
      if (this.#patience.meritsTry(pair)) this.#turns.again(pair);
      else this.answer(pair, VERDICT.silent, 0);
    }
  }

  /** A try failed at our own end: it never happened. */
  putBack(pair: number): void {
    this.#book.ledger.forgetTry(pair);
    this.#askAgain(pair);
  }

  get nextRetryAt(): number {
    return this.#retries.nextAt;
  }

  /** Lets the tries whose pause is over take their turn. */
  admitRetries(now: number): void {
    for (let pair = this.#retries.takeDue(now); pair >= 0; pair = this.#retries.takeDue(now))
      this.#askAgain(pair);
  }

  #omit(host: number): void {
    this.#book.ledger.finish(host);
    this.#reporter.omit(host);
  }

  #askAgain(pair: number): void {
    if (!this.isOver(pair)) this.#turns.again(pair);
  }

  /** A host has said its first word: it is asked the rest, and with more patience what it was silent about. */
  #welcome(host: number): void {
    const { ledger, questions } = this.#book;
    this.#release(host, questions.order.length);
    for (const question of questions.order) {
      const pair = host * questions.ports.length + question;
      if (ledger.verdictOf(pair) !== VERDICT.silent || !this.#patience.meritsTry(pair)) continue;
      ledger.reopen(pair);
      this.#turns.again(pair);
    }
  }

  #release(host: number, upTo: number): void {
    this.#book.ledger.release(host, upTo);
    this.#turns.release(host, upTo);
  }

  #finishIfSettled(host: number): void {
    if (this.#book.ledger.isSettled(host)) this.#finish(host);
  }

  #finish(host: number): void {
    this.#turns.drop(host);
    this.#book.ledger.finish(host);
    this.#reporter.done(host);
  }
}
