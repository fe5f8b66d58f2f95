import { InFlight } from './in-flight.ts';
import type { Probe } from './probe.ts';
import type { Sockets } from './socket-layer.ts';

/** A try whose timeout is over is listened to until so long after its start; soon the kernel would repeat its SYN. */
const LINGER_MS = 950;
const EVER = Number.MAX_VALUE;

/** Tries and their sockets: a socket is kept until its slot is wanted for another, so that late answers are heard. */
export class Tries {
  readonly inFlight: InFlight;
  readonly #sockets: Sockets;

  constructor(sockets: Sockets, most: number) {
    this.#sockets = sockets;
    this.inFlight = new InFlight(most);
  }

  start(probe: Readonly<Probe>, now: number): void {
    const { host, port, isUdp } = probe;
    if (!this.inFlight.hasFree) this.#endLingering(EVER);
    const slot = this.inFlight.begin(probe, now);
    if (isUdp) this.#sockets.ask(slot, host, port);
    else this.#sockets.connect(slot, host, port);
  }

  /** A slot whose timeout was over at `now`, ended or lingering from here on; -1 when there is none. */
  takeOverdue(now: number): number {
    const slot = this.inFlight.takeOverdue(now);
    if (slot < 0) return slot;
    const until = this.inFlight.sentAtOf(slot) + LINGER_MS;
    if (until > now) this.inFlight.linger(slot, until);
    else {
      this.#sockets.abort(slot);
      this.inFlight.end(slot);
    }
    return slot;
  }

  /** Ends the tries that have lingered long enough. */
  endOverdueLingering(now: number): void {
    while (this.#endLingering(now));
  }

  /** Ends all that linger. */
  makeRoom(): void {
    this.endOverdueLingering(EVER);
  }

  /** Ends one that lingers; false when there is none whose time is over. */
  #endLingering(now: number): boolean {
    const slot = this.inFlight.endLingering(now);
    if (slot >= 0) this.#sockets.abort(slot);
    return slot >= 0;
  }
}
