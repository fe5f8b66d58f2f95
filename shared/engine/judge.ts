import type { HostFindings } from '#shared/domain/observation.ts';
import { DelayLine } from './delay-line.ts';
import { type Book, findingsFrom } from './findings.ts';
import { Permutation } from './permutation.ts';
import type { Turns } from './turns.ts';
import { VERDICT } from './verdict.ts';

/** Silence is believed after this many tries; losses come in bursts, so the tries are apart. */
const TRIES = 2;
/** What passes at least between the end of a silent try and the next. */
const RETRY_PAUSE_MS = 100;

/** Turns what probes taught into judged pairs, released questions, further tries and finished hosts. */
export class Judge {
  readonly #book: Book;
  readonly #turns: Turns;
  readonly #report: (findings: HostFindings) => void;
  readonly #findingsOf: (host: number) => HostFindings;
  readonly #retries = new DelayLine();

  constructor(book: Book, turns: Turns, report: (findings: HostFindings) => void) {
    this.#book = book;
    this.#turns = turns;
    this.#report = report;
    this.#findingsOf = findingsFrom(book);
  }

  /** Releases the first questions of every host that is not excluded, in keyed order. */
  open(excluded: Uint8Array, key: number): void {
    const order = new Permutation(excluded.length);
    for (let i = 0; i < excluded.length; i++) {
      const host = order.at(i, key);
      if (excluded[host] === 0) this.#release(host, this.#book.questions.firstCount);
      this.#finishIfSettled(host);
    }
  }

  hostOf(pair: number): number {
    return Math.floor(pair / this.#book.questions.ports.length);
  }

  /** The network said something about a pair. */
  answer(pair: number, verdict: number, rttMs: number): void {
    const { ledger, questions } = this.#book;
    const host = this.hostOf(pair);
    if (ledger.isDone(host)) return;
    const isFirstWord = ledger.judge(pair, verdict, rttMs);
    if (isFirstWord && questions.livenessOnly) this.#finish(host);
    else {
      if (isFirstWord) this.#release(host, questions.order.length);
      this.#finishIfSettled(host);
    }
  }

  /** A try met silence: it is asked again later, or believed. */
  silence(pair: number, now: number): void {
    if (this.#book.ledger.triesOf(pair) < TRIES) this.#retries.put(pair, now + RETRY_PAUSE_MS);
    else this.answer(pair, VERDICT.silent, 0);
  }

  /** A try failed at our own end: it never happened. */
  putBack(pair: number): void {
    this.#book.ledger.forgetTry(pair);
    this.#askAgain(pair);
  }

  /** A host may not be probed: nothing more is asked of it, and nothing is said of it. */
  forbid(host: number): void {
    this.#turns.drop(host);
    this.#book.ledger.finish(host);
  }

  get nextRetryAt(): number {
    return this.#retries.nextAt;
  }

  /** Lets the tries whose pause is over take their turn. */
  admitRetries(now: number): void {
    for (let pair = this.#retries.takeDue(now); pair >= 0; pair = this.#retries.takeDue(now))
      this.#askAgain(pair);
  }

  #askAgain(pair: number): void {
    if (!this.#book.ledger.isDone(this.hostOf(pair))) this.#turns.again(pair);
  }

  #release(host: number, upTo: number): void {
    this.#book.ledger.release(host, upTo);
    this.#turns.release(host, upTo);
  }

  #finishIfSettled(host: number): void {
    if (this.#book.ledger.isSettled(host)) this.#finish(host);
  }

  #finish(host: number): void {
    const { ledger } = this.#book;
    this.#turns.drop(host);
    ledger.finish(host);
    if (ledger.isUp(host)) this.#report(this.#findingsOf(host));
  }
}
