import { isFromHost, VERDICT } from './verdict.ts';

const UP = 1;
const DONE = 2;

/**
 * What is known of each pair and each host, in typed arrays: seven bytes a pair. A pair is `host × questions + question`.
 * A host is done when every question released to it is judged.
 */
export class Ledger {
  readonly #questions: number;
  readonly #verdicts: Uint8Array;
  readonly #tries: Uint8Array;
  readonly #patientTries: Uint8Array;
  readonly #rttMs: Float32Array;
  /** Questions of each host that are to be judged, and those of them that still are not. */
  readonly #released: Uint32Array;
  readonly #left: Uint32Array;
  readonly #flags: Uint8Array;
  readonly total: number;
  #judged = 0;
  #hostsLeft: number;
  #up = 0;

  constructor(hosts: number, questions: number) {
    this.#questions = questions;
    this.total = hosts * questions;
    this.#verdicts = new Uint8Array(this.total);
    this.#tries = new Uint8Array(this.total);
    this.#patientTries = new Uint8Array(this.total);
    this.#rttMs = new Float32Array(this.total);
    this.#released = new Uint32Array(hosts);
    this.#left = new Uint32Array(hosts);
    this.#flags = new Uint8Array(hosts);
    this.#hostsLeft = hosts;
  }

  /** Pairs judged, those that needed no probe included. */
  get judged(): number {
    return this.#judged;
  }

  get hostsLeft(): number {
    return this.#hostsLeft;
  }

  /** Hosts found up so far. */
  get up(): number {
    return this.#up;
  }

  isUp(host: number): boolean {
    return ((this.#flags[host] ?? 0) & UP) !== 0;
  }

  isDone(host: number): boolean {
    return ((this.#flags[host] ?? 0) & DONE) !== 0;
  }

  /** Says how many questions are to be judged for a host, those of before included. */
  release(host: number, upTo: number): void {
    this.#left[host] = (this.#left[host] ?? 0) + upTo - (this.#released[host] ?? 0);
    this.#released[host] = upTo;
  }

  /** Counts a try; gives its number, 1 for the first. */
  countTry(pair: number): number {
    const tries = (this.#tries[pair] ?? 0) + 1;
    this.#tries[pair] = tries;
    return tries;
  }

  /** Takes back a try that failed at our own end. */
  forgetTry(pair: number): void {
    this.#tries[pair] = (this.#tries[pair] ?? 1) - 1;
  }

  triesOf(pair: number): number {
    return this.#tries[pair] ?? 0;
  }

  /** Counts a patient try that met silence. */
  countPatientSilence(pair: number): void {
    this.#patientTries[pair] = (this.#patientTries[pair] ?? 0) + 1;
  }

  /** Patient tries of a pair that met silence. */
  patientTriesOf(pair: number): number {
    return this.#patientTries[pair] ?? 0;
  }

  isJudged(pair: number): boolean {
    return this.#verdicts[pair] !== VERDICT.none;
  }

  verdictOf(pair: number): number {
    return this.#verdicts[pair] ?? 0;
  }

  rttMsOf(pair: number): number {
    return this.#rttMs[pair] ?? 0;
  }

  /** Enters the verdict of a pair. True when it is the first word from its host. */
  judge(pair: number, verdict: number, rttMs: number): boolean {
    const host = Math.floor(pair / this.#questions);
    this.#verdicts[pair] = verdict;
    this.#rttMs[pair] = rttMs;
    this.#left[host] = (this.#left[host] ?? 1) - 1;
    this.#judged += 1;
    if (!isFromHost(verdict) || this.isUp(host)) return false;
    this.#flags[host] = (this.#flags[host] ?? 0) | UP;
    this.#up += 1;
    return true;
  }

  /** Takes a verdict back: the pair is to be judged again. */
  reopen(pair: number): void {
    const host = Math.floor(pair / this.#questions);
    this.#verdicts[pair] = VERDICT.none;
    this.#left[host] = (this.#left[host] ?? 0) + 1;
    this.#judged -= 1;
  }

  /** Questions released to a host and not judged yet. */
  leftOf(host: number): number {
    return this.#left[host] ?? 0;
  }

  /** True when nothing that was released to a host is open. */
  isSettled(host: number): boolean {
    return this.#left[host] === 0;
  }

  /** Closes a host; whatever was not judged needs no probe any more. */
  finish(host: number): void {
    this.#judged += this.#questions - (this.#released[host] ?? 0) + (this.#left[host] ?? 0);
    this.#flags[host] = (this.#flags[host] ?? 0) | DONE;
    this.#hostsLeft -= 1;
  }
}
