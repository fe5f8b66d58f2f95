/** Two bytes of milliseconds. */
const MOST_MS = 0xffff;

/**
 * How soon each host accepts connections: the slowest of those seen, two bytes a host. A host that is slow to accept
 * is so on all its ports, though it may refuse at once; so whoever has accepted in time is no slow host, and the ports
 * it is silent about merit no patience.
 */
export class Promptness {
  /** 0: it has accepted none yet. */
  readonly #slowestMs: Uint16Array;

  constructor(hosts: number) {
    this.#slowestMs = new Uint16Array(hosts);
  }

  /** A host accepted a connection. */
  sawAccepted(host: number, rttMs: number): void {
    const ms = Math.min(MOST_MS, Math.max(1, Math.ceil(rttMs)));
    if (ms > (this.#slowestMs[host] ?? 0)) this.#slowestMs[host] = ms;
  }

  /** True when a host has accepted, and never took longer than this. */
  isPrompt(host: number, withinMs: number): boolean {
    const slowestMs = this.#slowestMs[host] ?? 0;
    return slowestMs > 0 && slowestMs <= withinMs;
  }
}
