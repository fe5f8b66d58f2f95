import type { Limits } from './engine.ts';
import { InFlight } from './in-flight.ts';
import type { Judge } from './judge.ts';
import { Pace } from './pace.ts';
import { type Clock, type Sockets, type Verdicts, verdictsFor } from './socket-layer.ts';
import type { Timing } from './timing.ts';
import { isFromHost, VERDICT } from './verdict.ts';
import { Window } from './window.ts';

export type Probe = {
  readonly pair: number;
  readonly host: number;
  readonly port: number;
  readonly isUdp: boolean;
  /** 1 for the first try. */
  readonly attempt: number;
};

/** What goes out and what comes back: keeps window, pace and timeouts, and tells the judge what each try taught. */
export class Wire {
  readonly #sockets: Sockets;
  readonly #clock: Clock;
  readonly #timing: Timing;
  readonly #pace: Pace;
  readonly #window: Window;
  readonly #inFlight: InFlight;
  readonly #arrived: Verdicts;
  #isDown = false;
  #sent = 0;
  #localFailures = 0;

  constructor(sockets: Sockets, clock: Clock, timing: Timing, limits: Limits) {
    this.#sockets = sockets;
    this.#clock = clock;
    this.#timing = timing;
    this.#pace = new Pace(limits.rate, clock.monotonicMs());
    this.#window = new Window(Math.max(1, Math.min(limits.inFlight, sockets.slots)));
    this.#inFlight = new InFlight(sockets.slots);
    this.#arrived = verdictsFor(sockets.slots);
  }

  /** Our own network is gone. */
  get isDown(): boolean {
    return this.#isDown;
  }

  get localFailures(): number {
    return this.#localFailures;
  }

  /** Tries that did not fail at our own end. */
  get probes(): number {
    return this.#sent - this.#localFailures;
  }

  get nextTimeoutAt(): number {
    return this.#inFlight.nextTimeoutAt;
  }

  /** When the next probe may be sent; Infinity while as many as may be are in flight. */
  sendableAt(now: number): number {
    if (this.#inFlight.count >= this.#window.size) return Number.POSITIVE_INFINITY;
    return Math.max(this.#window.pausedUntil, this.#pace.readyAt(now));
  }

  send({ pair, host, port, isUdp, attempt }: Probe, now: number): void {
    const slot = this.#inFlight.begin(pair, now, this.#timing.timeoutMs(host, attempt));
    this.#pace.take(now);
    this.#sent += 1;
    if (isUdp) this.#sockets.ask(slot, host, port);
    else this.#sockets.connect(slot, host, port);
  }

  /** Waits for verdicts at most `waitMs` and hands them to the judge, then the timeouts that were over before that. */
  async receive(waitMs: number, judge: Judge): Promise<void> {
    const drainedAt = this.#clock.monotonicMs();
    await this.#sockets.receive(this.#arrived, waitMs);
    for (let i = 0; i < this.#arrived.count; i++) this.#take(i, judge);
    this.#arrived.count = 0;
    for (;;) {
      const slot = this.#inFlight.takeOverdue(drainedAt);
      if (slot < 0) return;
      this.#sockets.abort(slot);
      this.#silence(slot, judge);
    }
  }

  #take(index: number, judge: Judge): void {
    const slot = this.#arrived.slots[index] ?? 0;
    const verdict = this.#arrived.verdicts[index] ?? VERDICT.none;
    if (verdict === VERDICT.localFailure) this.#fail(slot, judge);
    else if (verdict === VERDICT.networkDown) this.#goDown();
    else if (verdict === VERDICT.silent) this.#silence(slot, judge);
    else this.#answer(slot, verdict, this.#arrived.atMs[index] ?? 0, judge);
  }

  #answer(slot: number, verdict: number, atMs: number, judge: Judge): void {
    const pair = this.#inFlight.pairOf(slot);
    const rttMs = Math.max(0, atMs - this.#inFlight.sentAtOf(slot));
    if (isFromHost(verdict)) this.#timing.measure(judge.hostOf(pair), rttMs);
    this.#release(slot);
    judge.answer(pair, verdict, rttMs);
  }

  #silence(slot: number, judge: Judge): void {
    this.#release(slot);
    judge.silence(this.#inFlight.pairOf(slot), this.#clock.monotonicMs());
  }

  #fail(slot: number, judge: Judge): void {
    this.#localFailures += 1;
    this.#window.shrink(this.#clock.monotonicMs(), this.#inFlight.count);
    this.#inFlight.end(slot);
    judge.putBack(this.#inFlight.pairOf(slot));
  }

  #goDown(): void {
    this.#localFailures += 1;
    this.#isDown = true;
  }

  #release(slot: number): void {
    this.#inFlight.end(slot);
    this.#window.calm();
  }
}
