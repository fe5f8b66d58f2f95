import type { InFlight } from './in-flight.ts';
import type { Judge } from './judge.ts';
import { Pace } from './pace.ts';
import type { Patience } from './patience.ts';
import type { Probe } from './probe.ts';
import { type Clock, type Sockets, type Verdicts, verdictsFor } from './socket-layer.ts';
import { areNeighbours, mayRepeat } from './timing.ts';
import { Tries } from './tries.ts';
import { isFromHost, VERDICT } from './verdict.ts';
import { Window } from './window.ts';

export type WireLimits = {
  /** Probes per second. */
  readonly rate: number;
  /** Probes in flight, at least one. */
  readonly most: number;
};

/** What goes out and what comes back: keeps window, pace and timeouts, and tells the judge what each try taught. */
export class Wire {
  readonly #sockets: Sockets;
  readonly #clock: Clock;
  readonly #patience: Patience;
  readonly #pace: Pace;
  readonly #window: Window;
  readonly #tries: Tries;
  readonly #inFlight: InFlight;
  readonly #arrived: Verdicts;
  #isDown = false;
  /** There was a local failure: whatever lingers is to make room. */
  #isPressed = false;
  #sent = 0;
  #localFailures = 0;

  constructor(sockets: Sockets, clock: Clock, patience: Patience, limits: WireLimits) {
    this.#sockets = sockets;
    this.#clock = clock;
    this.#patience = patience;
    this.#pace = new Pace(limits.rate, clock.monotonicMs());
    const most = Math.min(limits.most, sockets.slots);
    this.#window = new Window(most);
    this.#tries = new Tries(sockets, most);
    this.#inFlight = this.#tries.inFlight;
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

  /** Tries whose timeout is not over. */
  get waiting(): number {
    return this.#inFlight.count;
  }

  get nextTimeoutAt(): number {
    return this.#inFlight.nextTimeoutAt;
  }

  /** When the next probe may be sent; Infinity while as many as may be are in flight. */
  sendableAt(now: number): number {
    if (this.#inFlight.count >= this.#window.size) return Number.POSITIVE_INFINITY;
    return Math.max(this.#window.pausedUntil, this.#pace.readyAt(now));
  }

  send(probe: Readonly<Probe>, now: number): void {
    this.#pace.take(now);
    // The kernel's own second SYN counts too.
    if (!probe.isUdp && mayRepeat(probe.timeoutMs)) this.#pace.take(now);
    this.#sent += 1;
    this.#tries.start(probe, now);
  }

  /** Waits for verdicts at most `waitMs` and hands them to the judge, then the timeouts that were over before that. */
  async receive(waitMs: number, judge: Judge): Promise<void> {
    const drainedAt = this.#clock.monotonicMs();
    await this.#sockets.receive(this.#arrived, waitMs);
    for (let i = 0; i < this.#arrived.count; i++) this.#take(i, judge);
    this.#arrived.count = 0;
    if (this.#isPressed) this.#tries.makeRoom();
    else this.#tries.endOverdueLingering(drainedAt);
    this.#isPressed = false;
    for (;;) {
      const slot = this.#tries.takeOverdue(drainedAt);
      if (slot < 0) return;
      this.#window.calm();
      this.#tellSilence(slot, judge);
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
    if (isFromHost(verdict)) {
      const attempt = this.#inFlight.attemptOf(slot);
      const isBetterKnown = this.#patience.sawAnswer(pair, verdict, attempt, rttMs);
      if (isBetterKnown) this.#followNeighbours(judge.hostOf(pair), judge);
      if (verdict === VERDICT.open) this.#losePatience(judge.hostOf(pair), judge);
      if (this.#patience.takeCrowding()) this.#window.ease();
    }
    this.#release(slot);
    judge.answer(pair, verdict, rttMs);
  }

  /** A neighbourhood has been measured: what waits there, with all caution at first, waits as is now known to be enough. */
  #followNeighbours(host: number, judge: Judge): void {
    const inFlight = this.#inFlight;
    this.#retime(judge, (slot, other) => inFlight.isCommon(slot) && areNeighbours(host, other));
  }

  /** A host has accepted: where that shows it to be prompt, nobody waits for it with patience any more. */
  #losePatience(host: number, judge: Judge): void {
    const inFlight = this.#inFlight;
    if (inFlight.patientCount === 0 || !this.#patience.isPrompt(host)) return;
    this.#retime(judge, (slot, other) => host === other && !inFlight.isCommon(slot));
  }

  #retime(judge: Judge, isConcerned: (slot: number, host: number) => boolean): void {
    for (let slot = 0; slot < this.#inFlight.used; slot++) {
      if (!this.#inFlight.isWaiting(slot)) continue;
      const host = judge.hostOf(this.#inFlight.pairOf(slot));
      if (!isConcerned(slot, host)) continue;
      const timeoutMs = this.#patience.timeoutMs(host, this.#inFlight.attemptOf(slot));
      // It was not reckoned with when the try began.
      if (mayRepeat(timeoutMs)) continue;
      this.#inFlight.retime(slot, timeoutMs, this.#patience.isPatient(timeoutMs));
    }
  }

  /** The layer gave a try up by itself. */
  #silence(slot: number, judge: Judge): void {
    const wasLingering = this.#inFlight.isLingering(slot);
    this.#release(slot);
    if (!wasLingering) this.#tellSilence(slot, judge);
  }

  #tellSilence(slot: number, judge: Judge): void {
    const pair = this.#inFlight.pairOf(slot);
    judge.silence(pair, this.#inFlight.isPatient(slot), this.#clock.monotonicMs());
  }

  #fail(slot: number, judge: Judge): void {
    const wasLingering = this.#inFlight.isLingering(slot);
    this.#inFlight.end(slot);
    if (wasLingering) return;
    this.#localFailures += 1;
    this.#window.shrink(this.#clock.monotonicMs(), this.#inFlight.count + 1);
    this.#isPressed = true;
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
