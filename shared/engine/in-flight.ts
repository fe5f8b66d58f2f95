import { Agenda } from './agenda.ts';

/** The probes that wait for an answer: which pair each slot holds, since when, and until when. */
export class InFlight {
  readonly #free: Int32Array;
  readonly #pairs: Int32Array;
  readonly #sentAt: Float64Array;
  readonly #timeouts: Agenda;
  #count = 0;

  constructor(slots: number) {
    this.#free = Int32Array.from({ length: slots }, (_, i) => i);
    this.#pairs = new Int32Array(slots);
    this.#sentAt = new Float64Array(slots);
    this.#timeouts = new Agenda(slots);
  }

  get count(): number {
    return this.#count;
  }

  /** When the first timeout is over; Infinity when nothing is in flight. */
  get nextTimeoutAt(): number {
    return this.#timeouts.nextAt;
  }

  /** Takes a free slot, which the caller has made sure of, for a pair; gives its number. */
  begin(pair: number, now: number, timeoutMs: number): number {
    const slot = this.#free[this.#count] ?? 0;
    this.#count += 1;
    this.#pairs[slot] = pair;
    this.#sentAt[slot] = now;
    this.#timeouts.put(slot, now + timeoutMs);
    return slot;
  }

  pairOf(slot: number): number {
    return this.#pairs[slot] ?? 0;
  }

  sentAtOf(slot: number): number {
    return this.#sentAt[slot] ?? 0;
  }

  /** Frees a slot. */
  end(slot: number): void {
    this.#timeouts.remove(slot);
    this.#count -= 1;
    this.#free[this.#count] = slot;
  }

  /** A slot whose timeout was over at `now`, still taken; -1 when there is none. */
  takeOverdue(now: number): number {
    return this.#timeouts.takeDue(now);
  }
}
