import type { HostFindings } from '#shared/domain/observation.ts';
import type { Summary } from './engine.ts';
import { newProbe, type Probe } from './probe.ts';
import { QUESTION } from './question.ts';
import type { Clock, SocketLayer } from './socket-layer.ts';
import { assemble, type Order, type Parts } from './sweep-parts.ts';

/** Starts between two looks at what has arrived; more would make round trips look longer than they are. */
const BURST = 64;
const PROGRESS_EVERY_MS = 250;

/** One sweep at work: sends while window and pace allow, takes what arrives, until the end or a limit. */
export class Prober {
  readonly #clock: Clock;
  readonly #order: Order;
  readonly #parts: Parts;
  readonly #deadlineMs: number;
  #stopped = false;
  /** Filled anew for each try, so that none allocates. */
  readonly #probe: Probe = newProbe();
  #progressAtMs = 0;
  #judged = 0;

  constructor(
    layer: SocketLayer,
    order: Order,
    key: number,
    report: (found: HostFindings) => void,
  ) {
    this.#clock = layer.clock;
    this.#order = order;
    this.#deadlineMs = layer.clock.monotonicMs() + order.limits.deadlineAt - layer.clock.epochMs();
    this.#parts = assemble(layer, order, key, report);
  }

  /** Probes until the outcome is known; closes every socket before it settles. */
  async run(): Promise<Summary> {
    const { signal } = this.#order.control;
    const stop = (): void => this.stop();
    signal.addEventListener('abort', stop);
    try {
      let outcome = this.#outcome();
      while (outcome === null) {
        await this.#turn();
        outcome = this.#outcome();
      }
      this.#tellProgress();
      return this.#summary(outcome);
    } finally {
      signal.removeEventListener('abort', stop);
      this.#parts.sockets.close();
    }
  }

  /** Ends the sweep as cancelled, at once. */
  stop(): void {
    this.#stopped = true;
    this.#parts.sockets.wake();
  }

  #outcome(): Summary['outcome'] | null {
    const { wire, ledger } = this.#parts;
    if (ledger.hostsLeft === 0) return 'complete';
    if (wire.isDown) return 'network-down';
    if (this.#stopped || this.#order.control.signal.aborted) return 'cancelled';
    return this.#clock.monotonicMs() >= this.#deadlineMs ? 'deadline' : null;
  }

  async #turn(): Promise<void> {
    const { judge, wire } = this.#parts;
    if (this.#clock.monotonicMs() >= this.#progressAtMs) this.#tellProgress();
    this.#send();
    const now = this.#clock.monotonicMs();
    await wire.receive(Math.max(0, this.#nextEventAt(now) - now), judge);
  }

  #send(): void {
    const { judge, turns, wire } = this.#parts;
    judge.admitRetries(this.#clock.monotonicMs());
    if (this.#isIdle()) judge.takeParked();
    for (let started = 0; started < BURST; started++) {
      const now = this.#clock.monotonicMs();
      if (wire.sendableAt(now) > now) return;
      const pair = turns.next(now);
      if (pair < 0) return;
      this.#put(pair, now);
    }
  }

  #isIdle(): boolean {
    const { judge, turns, wire } = this.#parts;
    const workAt = Math.min(judge.nextRetryAt, turns.nextAt(0));
    return wire.waiting === 0 && workAt === Number.POSITIVE_INFINITY;
  }

  #put(pair: number, now: number): void {
    const { questions, ledger, judge, wire, patience } = this.#parts;
    const host = judge.hostOf(pair);
    if (judge.isOver(pair)) return;
    const question = pair - host * questions.ports.length;
    const probe = this.#probe;
    const isPatient = patience.isNextPatient(pair);
    probe.pair = pair;
    probe.host = host;
    probe.port = questions.ports[question] ?? 0;
    probe.isUdp = questions.kinds[question] === QUESTION.udp;
    probe.attempt = ledger.countTry(pair);
    probe.timeoutMs = patience.begin(host, probe.attempt, isPatient);
    probe.isPatient = patience.isPatient(probe.timeoutMs);
    probe.isCommon = !isPatient;
    wire.send(probe, now);
  }

  /** When something is to be done even if nothing arrives. */
  #nextEventAt(now: number): number {
    const { judge, turns, wire } = this.#parts;
    const sendAt = Math.max(wire.sendableAt(now), turns.nextAt(now));
    return Math.min(
      sendAt,
      wire.nextTimeoutAt,
      judge.nextRetryAt,
      this.#deadlineMs,
      this.#progressAtMs,
    );
  }

  #tellProgress(): void {
    const { ledger } = this.#parts;
    this.#progressAtMs = this.#clock.monotonicMs() + PROGRESS_EVERY_MS;
    // A pair that is asked once more does not move the progress back.
    this.#judged = Math.max(this.#judged, ledger.judged);
    this.#order.control.onProgress?.(this.#judged, ledger.total);
  }

  #summary(outcome: Summary['outcome']): Summary {
    const { addresses, ledger, reporter, wire } = this.#parts;
    const { probes, localFailures } = wire;
    return { outcome, addresses, up: ledger.up - reporter.merged, probes, localFailures };
  }
}
