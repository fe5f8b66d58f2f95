import { performance } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import type { Family } from '#shared/domain/address.ts';
import { connectTcp } from './node-tcp.ts';
import { askUdp } from './node-udp.ts';
import type { Destination, End, Settle } from './probe-socket.ts';
import { type Sockets, type Verdicts, verdictsFor } from './socket-layer.ts';
import type { Verdict } from './verdict.ts';

/** Node makes the system call and emits its error within two ticks; one more to be sure. */
const TICKS_OF_A_START = 3;

const afterTicks = (ticks: number, done: () => void): void => {
  process.nextTick(() => (ticks === 1 ? done() : afterTicks(ticks - 1, done)));
};

/** The slots of one sweep, on node's own sockets. */
export class NodeSockets implements Sockets {
  readonly slots: number;
  readonly #addressOf: (host: number) => string;
  readonly #family: Family;
  readonly #ends: (End | null)[];
  readonly #arrived: Verdicts;
  #isStarting = false;
  #wake: () => void = () => undefined;

  constructor(addressOf: (host: number) => string, family: Family, slots: number) {
    this.slots = slots;
    this.#addressOf = addressOf;
    this.#family = family;
    this.#ends = Array<End | null>(slots).fill(null);
    this.#arrived = verdictsFor(slots);
  }

  connect(slot: number, host: number, port: number): void {
    this.#markStart();
    this.#start(slot, (settle) =>
      connectTcp(this.#destination(host, port), () => this.#isStarting, settle),
    );
  }

  ask(slot: number, host: number, port: number): void {
    this.#start(slot, (settle) => askUdp(this.#destination(host, port), settle));
  }

  abort(slot: number): void {
    this.#ends[slot]?.();
    this.#ends[slot] = null;
  }

  /** After the wait one whole turn of the event loop passes, so that its poll has read what the kernel held. */
  async receive(into: Verdicts, waitMs: number): Promise<void> {
    if (waitMs > 0 && this.#arrived.count === 0) await this.#sleep(waitMs);
    await turn();
    into.slots.set(this.#arrived.slots.subarray(0, this.#arrived.count));
    into.verdicts.set(this.#arrived.verdicts.subarray(0, this.#arrived.count));
    into.atMs.set(this.#arrived.atMs.subarray(0, this.#arrived.count));
    into.count = this.#arrived.count;
    this.#arrived.count = 0;
  }

  wake(): void {
    this.#wake();
  }

  close(): void {
    for (let slot = 0; slot < this.slots; slot++) this.abort(slot);
    this.#arrived.count = 0;
  }

  #destination(host: number, port: number): Destination {
    return { address: this.#addressOf(host), family: this.#family, port };
  }

  /** What a start throws back at once may come before it has returned. */
  #start(slot: number, start: (settle: Settle) => End): void {
    let isSettled = false;
    const end = start((verdict) => {
      if (isSettled) return;
      isSettled = true;
      this.#arrive(slot, verdict);
      this.abort(slot);
    });
    if (isSettled) end();
    else
      this.#ends[slot] = () => {
        isSettled = true;
        end();
      };
  }

  #arrive(slot: number, verdict: Verdict): void {
    const place = this.#arrived.count;
    this.#arrived.slots[place] = slot;
    this.#arrived.verdicts[place] = verdict;
    this.#arrived.atMs[place] = performance.now();
    this.#arrived.count += 1;
    this.#wake();
  }

  /** Until the ticks that follow this burst of starts are over, an error is one that a call itself returned. */
  #markStart(): void {
    if (this.#isStarting) return;
    this.#isStarting = true;
    afterTicks(TICKS_OF_A_START, () => {
      this.#isStarting = false;
    });
  }

  #sleep(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.ceil(waitMs));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
