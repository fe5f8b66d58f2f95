import { Agenda } from './agenda.ts';
import type { Probe } from './probe.ts';

const PATIENT = 0x80;
const COMMON = 0x40;
const ATTEMPT = COMMON - 1;

/**
 * The probes that wait for an answer: which pair each slot holds, since when, and until when. A try whose timeout is
 * over may linger: it no longer counts, but its socket stays open until the slot is wanted or its time is over too, so
 * that a late answer is heard.
 */
export class InFlight {
  readonly #free: Int32Array;
  readonly #pairs: Int32Array;
  readonly #attempts: Uint8Array;
  readonly #sentAt: Float64Array;
  readonly #timeouts: Agenda;
  readonly #lingering: Agenda;
  #freeCount: number;
  #used = 0;
  #count = 0;
  #patientCount = 0;

  constructor(slots: number) {
    // The lowest come first, and those freed last again: so few are ever used where answers come soon.
    this.#free = Int32Array.from({ length: slots }, (_, i) => slots - 1 - i);
    this.#pairs = new Int32Array(slots);
    this.#attempts = new Uint8Array(slots);
    this.#sentAt = new Float64Array(slots);
    this.#timeouts = new Agenda(slots);
    this.#lingering = new Agenda(slots);
    this.#freeCount = slots;
  }

  /** Tries whose timeout is not over. */
  get count(): number {
    return this.#count;
  }

  /** No slot from this one on was ever taken. */
  get used(): number {
    return this.#used;
  }

  /** Those of them that wait longer than their neighbourhood lets expect. */
  get patientCount(): number {
    return this.#patientCount;
  }

  get hasFree(): boolean {
    return this.#freeCount > 0;
  }

  /** When the first timeout is over, or the time of the first that lingers; Infinity when no slot is taken. */
  get nextTimeoutAt(): number {
    return Math.min(this.#timeouts.nextAt, this.#lingering.nextAt);
  }

  /** Takes a free slot, which the caller has made sure of, for a try; gives its number. */
  begin({ pair, attempt, timeoutMs, isPatient, isCommon }: Readonly<Probe>, now: number): number {
    this.#freeCount -= 1;
    const slot = this.#free[this.#freeCount] ?? 0;
    if (slot >= this.#used) this.#used = slot + 1;
    this.#count += 1;
    if (!isCommon) this.#patientCount += 1;
    this.#pairs[slot] = pair;
    this.#attempts[slot] =
      Math.min(attempt, ATTEMPT) | (isPatient ? PATIENT : 0) | (isCommon ? COMMON : 0);
    this.#sentAt[slot] = now;
    this.#timeouts.put(slot, now + timeoutMs);
    return slot;
  }

  pairOf(slot: number): number {
    return this.#pairs[slot] ?? 0;
  }

  /** Number of the try, 1 for the first. */
  attemptOf(slot: number): number {
    return (this.#attempts[slot] ?? 0) & ATTEMPT;
  }

  isPatient(slot: number): boolean {
    return ((this.#attempts[slot] ?? 0) & PATIENT) !== 0;
  }

  /** True for a slot whose timeout is not over. */
  isWaiting(slot: number): boolean {
    return this.#timeouts.has(slot);
  }

  /** True for a try that waits as its neighbourhood lets expect. */
  isCommon(slot: number): boolean {
    return ((this.#attempts[slot] ?? 0) & COMMON) !== 0;
  }

  sentAtOf(slot: number): number {
    return this.#sentAt[slot] ?? 0;
  }

  isLingering(slot: number): boolean {
    return this.#lingering.has(slot);
  }

  /** Frees a slot, lingering or not. */
  end(slot: number): void {
    if (this.isLingering(slot)) this.#lingering.remove(slot);
    else {
      this.#timeouts.remove(slot);
      this.#uncount(slot);
    }
    this.#release(slot);
  }

  /** A slot whose timeout was over at `now`, still taken; -1 when there is none. */
  takeOverdue(now: number): number {
    return this.#timeouts.takeDue(now);
  }

  /** Lets a try that waits do so for what its neighbourhood lets expect, counted from its start. */
  retime(slot: number, timeoutMs: number, isPatient: boolean): void {
    if (!this.isCommon(slot)) this.#patientCount -= 1;
    this.#timeouts.remove(slot);
    this.#timeouts.put(slot, this.sentAtOf(slot) + timeoutMs);
    this.#attempts[slot] = this.attemptOf(slot) | COMMON | (isPatient ? PATIENT : 0);
  }

  /** Lets a slot that is overdue linger until `until`. */
  linger(slot: number, until: number): void {
    this.#uncount(slot);
    this.#lingering.put(slot, until);
  }

  /** Frees the slot that has lingered longest of those whose time is over at `now`; -1 when there is none. */
  endLingering(now: number): number {
    const slot = this.#lingering.takeDue(now);
    if (slot >= 0) this.#release(slot);
    return slot;
  }

  #uncount(slot: number): void {
    this.#count -= 1;
    if (!this.isCommon(slot)) this.#patientCount -= 1;
  }

  #release(slot: number): void {
    this.#free[this.#freeCount] = slot;
    this.#freeCount += 1;
  }
}
