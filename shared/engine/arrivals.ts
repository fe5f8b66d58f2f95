import { type Verdicts, verdictsFor } from './socket-layer.ts';
import type { Verdict } from './verdict.ts';

/** Verdicts that wait to be received, one a slot at most. */
export class Arrivals {
  readonly #held: Verdicts;

  constructor(slots: number) {
    this.#held = verdictsFor(slots);
  }

  get count(): number {
    return this.#held.count;
  }

  put(slot: number, verdict: Verdict, atMs: number): void {
    const { count, slots, verdicts, atMs: times } = this.#held;
    slots[count] = slot;
    verdicts[count] = verdict;
    times[count] = atMs;
    this.#held.count = count + 1;
  }

  /** Drops what waits from a slot, if anything does: its probe was ended. */
  forget(slot: number): void {
    if (this.#held.count === 0) return;
    const { count, slots, verdicts, atMs } = this.#held;
    const place = slots.subarray(0, count).indexOf(slot);
    if (place < 0) return;
    for (const list of [slots, verdicts, atMs]) list.copyWithin(place, place + 1, count);
    this.#held.count = count - 1;
  }

  /** Hands over everything, in the order of arrival. */
  moveTo(into: Verdicts): void {
    const { count, slots, verdicts, atMs } = this.#held;
    for (let i = 0; i < count; i++) {
      into.slots[i] = slots[i] ?? 0;
      into.verdicts[i] = verdicts[i] ?? 0;
      into.atMs[i] = atMs[i] ?? 0;
    }
    into.count = count;
    this.#held.count = 0;
  }
}
