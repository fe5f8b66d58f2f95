import type { Protocol } from '#shared/domain/observation.ts';
import type { SocketLayer, Sockets, Verdicts } from '#shared/engine/socket-layer.ts';
import { VERDICT } from '#shared/engine/verdict.ts';
import { numbersFrom } from '#test/support/numbers-from.ts';

export type Answer = 'open' | 'closed' | 'filtered' | 'unreachable';

/** An address that answers; every other is silent. */
export type SimulatedHost = {
  readonly rttMs: number;
  /** Takes so long to accept a connection, where that is not its round trip. */
  readonly openAfterMs?: number;
  readonly answer: (protocol: Protocol, port: number) => Answer;
  /** Answers it gives in a second at most, as hosts do with RST and ICMP. */
  readonly answersPerSecond?: number;
};

export type Weather = {
  readonly hosts: (host: number) => SimulatedHost | null;
  readonly seed?: number;
  /** Share of tries that are lost on the way. */
  readonly loss?: number;
  /** Share of starts that fail at our own end. */
  readonly localFailures?: number;
  /** Descriptors there really are, though the layer promises more slots. */
  readonly descriptors?: number;
  readonly slots?: number;
  readonly networkDownAtMs?: number;
};

export type Sent = {
  readonly atMs: number;
  readonly host: number;
  readonly port: number;
  readonly protocol: Protocol;
};

type Arrival = { readonly atMs: number; readonly slot: number; readonly verdict: number };

const STARTED_AT_MS = 1000;
const EPOCH_MS = 1_800_000_000_000;
/** What a start and a look at the sockets take, so that time passes even for one who never waits. */
const START_MS = 0.004;
const LOOK_MS = 0.01;
const verdicts: Record<Exclude<Answer, 'filtered'>, number> = {
  open: VERDICT.open,
  closed: VERDICT.closed,
  unreachable: VERDICT.hostUnreachable,
};

/**
 * A network that exists in arithmetic only, with a clock of its own that moves when somebody waits: the same seed
 * gives the same weather. It remembers what it was sent.
 */
export class SimulatedNetwork implements SocketLayer, Sockets {
  readonly slots: number;
  readonly sent: Sent[] = [];
  /** What really went out: a kernel repeats the SYN of a try that is a second old. */
  readonly packets: Sent[] = [];
  /** Most probes that were waiting for an answer at once. */
  mostInFlight = 0;
  /** How often the sockets were looked at. */
  looks = 0;
  isClosed = false;
  readonly clock = {
    monotonicMs: (): number => this.#nowMs,
    epochMs: (): number => EPOCH_MS + this.elapsedMs,
  };
  readonly #weather: Weather;
  readonly #random: () => number;
  readonly #arrivals: Arrival[] = [];
  readonly #actions: { readonly atMs: number; readonly act: () => void }[] = [];
  readonly #busy = new Set<number>();
  readonly #startedAt = new Map<number, Sent>();
  readonly #answered = new Map<number, { second: number; count: number }>();
  #nowMs = STARTED_AT_MS;
  #isWoken = false;

  constructor(weather: Weather) {
    this.#weather = weather;
    this.slots = weather.slots ?? 256;
    this.#random = numbersFrom(weather.seed ?? 1);
  }

  get elapsedMs(): number {
    return this.#nowMs - STARTED_AT_MS;
  }

  /** The time since 1970 at which so much will have elapsed. */
  epochAfter(elapsedMs: number): number {
    return EPOCH_MS + elapsedMs;
  }

  /** Does something when so much time has elapsed. */
  after(elapsedMs: number, act: () => void): void {
    this.#actions.push({ atMs: STARTED_AT_MS + elapsedMs, act });
    this.#actions.sort((a, b) => a.atMs - b.atMs);
  }

  open(): Sockets {
    return this;
  }

  connect(slot: number, host: number, port: number): void {
    this.#start(slot, { atMs: this.elapsedMs, host, port, protocol: 'tcp' });
  }

  ask(slot: number, host: number, port: number): void {
    this.#start(slot, { atMs: this.elapsedMs, host, port, protocol: 'udp' });
  }

  abort(slot: number): void {
    if (!this.#busy.delete(slot)) throw new Error(`slot ${slot} is not busy`);
    const started = this.#startedAt.get(slot);
    if (started !== undefined && this.elapsedMs - started.atMs >= 1000)
      this.packets.push({ ...started, atMs: started.atMs + 1000 });
    const place = this.#arrivals.findIndex((arrival) => arrival.slot === slot);
    if (place >= 0) this.#arrivals.splice(place, 1);
  }

  receive(into: Verdicts, waitMs: number): void {
    this.looks += 1;
    this.#nowMs += LOOK_MS;
    this.#pass(waitMs);
    into.count = 0;
    while ((this.#arrivals[0]?.atMs ?? Number.POSITIVE_INFINITY) <= this.#nowMs) {
      const arrival = this.#arrivals.shift() as Arrival;
      this.#busy.delete(arrival.slot);
      into.slots[into.count] = arrival.slot;
      into.verdicts[into.count] = arrival.verdict;
      into.atMs[into.count] = arrival.atMs;
      into.count += 1;
    }
  }

  wake(): void {
    this.#isWoken = true;
  }

  close(): void {
    this.isClosed = true;
    this.#busy.clear();
  }

  /** Lets time go on to the next arrival, action or the end of the wait. */
  #pass(waitMs: number): void {
    const untilMs = this.#nowMs + waitMs;
    for (;;) {
      const action = this.#actions[0];
      const arrivesAt = this.#arrivals[0]?.atMs ?? Number.POSITIVE_INFINITY;
      const stopAt = Math.min(untilMs, arrivesAt);
      if (this.#isWoken || action === undefined || action.atMs > stopAt) {
        if (!this.#isWoken) this.#nowMs = Math.max(this.#nowMs, stopAt);
        this.#isWoken = false;
        return;
      }
      this.#nowMs = Math.max(this.#nowMs, action.atMs);
      this.#actions.shift();
      action.act();
    }
  }

  #start(slot: number, sent: Sent): void {
    if (this.isClosed) throw new Error('probed after close');
    if (this.#busy.has(slot)) throw new Error(`slot ${slot} is busy`);
    this.#nowMs += START_MS;
    this.#busy.add(slot);
    const failure = this.#failure();
    if (failure !== null) {
      this.#arrive(slot, failure, this.#nowMs);
      return;
    }
    this.mostInFlight = Math.max(this.mostInFlight, this.#busy.size);
    this.sent.push(sent);
    this.packets.push(sent);
    this.#startedAt.set(slot, sent);
    const host = this.#weather.hosts(sent.host);
    const answer = host?.answer(sent.protocol, sent.port) ?? 'filtered';
    if (host === null || answer === 'filtered' || this.#isLost(sent.host, host)) return;
    const afterMs = answer === 'open' ? (host.openAfterMs ?? host.rttMs) : host.rttMs;
    this.#arrive(slot, verdicts[answer], this.#nowMs + afterMs);
  }

  #failure(): number | null {
    const { descriptors, localFailures = 0, networkDownAtMs } = this.#weather;
    if (this.elapsedMs >= (networkDownAtMs ?? Number.POSITIVE_INFINITY)) return VERDICT.networkDown;
    const isFull = this.#busy.size > (descriptors ?? Number.POSITIVE_INFINITY);
    return isFull || this.#random() < localFailures ? VERDICT.localFailure : null;
  }

  #isLost(index: number, { answersPerSecond }: SimulatedHost): boolean {
    if (this.#random() < (this.#weather.loss ?? 0)) return true;
    if (answersPerSecond === undefined) return false;
    const second = Math.floor(this.elapsedMs / 1000);
    const known = this.#answered.get(index);
    const count = known?.second === second ? known.count + 1 : 1;
    this.#answered.set(index, { second, count });
    return count > answersPerSecond;
  }

  #arrive(slot: number, verdict: number, atMs: number): void {
    const after = this.#arrivals.findIndex((arrival) => arrival.atMs > atMs);
    this.#arrivals.splice(after < 0 ? this.#arrivals.length : after, 0, { atMs, slot, verdict });
  }
}
