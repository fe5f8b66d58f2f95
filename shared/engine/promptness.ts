/** Two bytes of milliseconds. */
const MOST_MS = 0xffff;

/**
 * How soon each host accepts connections: the fastest of those seen, two bytes a host. A host that is slow to accept is
 * so on all its ports, though it may refuse at once; so whoever has accepted in time is no slow host, and the ports it is
 * silent about merit no patience. That another took longer proves nothing: this machine may have been busy.
 */
export class Promptness {
  /** 0: it has accepted none yet. */
  readonly #fastestMs: Uint16Array;

  constructor(hosts: number) {
    this.#fastestMs = new Uint16Array(hosts);
  }

  /** A host accepted a connection. */
  sawAccepted(host: number, rttMs: number): void {
    const ms = Math.min(MOST_MS, Math.max(1, Math.ceil(rttMs)));
    const fastestMs = this.#fastestMs[host] ?? 0;
    if (fastestMs === 0 || ms < fastestMs) this.#fastestMs[host] = ms;
  }

  /** True when a host has accepted within so long. */
  isPrompt(host: number, withinMs: number): boolean {
    const fastestMs = this.#fastestMs[host] ?? 0;
    return fastestMs > 0 && fastestMs <= withinMs;
  }
}
