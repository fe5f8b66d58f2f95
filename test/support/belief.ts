/** Misses in a row before a thing is believed to be gone: the default of tasks. */
const NEEDED = 2;

/** What is said of one thing that is seen or not, check after check: the rule as a person would write it down. */
class Belief {
  isUp = false;
  wasUp = false;
  #misses = 0;

  /** `appeared`, `returned`, `vanished`, or nothing. */
  check(isSeen: boolean): 'appeared' | 'returned' | 'vanished' | null {
    this.#misses = isSeen ? 0 : this.#misses + 1;
    if (isSeen === this.isUp || (!isSeen && this.#misses < NEEDED)) return null;
    this.isUp = isSeen;
    if (!isSeen) return 'vanished';
    const said = this.wasUp ? 'returned' : 'appeared';
    this.wasUp = true;
    return said;
  }
}

/** The same of a host and its ports. */
export class HostBelief extends Belief {
  readonly #asked: readonly number[];
  #ports: Map<number, Belief>;
  /** Ports that were asked before, of a host that was there or not. */
  readonly #known = new Set<number>();

  constructor(asked: readonly number[]) {
    super();
    this.#asked = asked;
    this.#ports = this.#unseen();
  }

  #unseen(): Map<number, Belief> {
    return new Map(this.#asked.map((port) => [port, new Belief()]));
  }

  /**
   * One line for each change of the host or of a port. The first look makes none, nor does the first at a port: it is what
   * later ones are held against.
   */
  changes(ip: string, open: readonly number[] | null, asked = this.#asked): string[] {
    const before = this.isUp;
    const said = this.check(open !== null);
    if (!before) this.#ports = this.#unseen();
    const ports = open === null ? [] : this.#portChanges(ip, open, asked);
    const isFirst = this.#known.size === 0;
    for (const port of asked) this.#known.add(port);
    if (isFirst) return [];
    if (said !== null) return [`host-${said} ${ip}`];
    return ports;
  }

  #portChanges(ip: string, open: readonly number[], asked: readonly number[]): string[] {
    return asked.flatMap((port) => {
      const said = this.#ports.get(port)?.check(open.includes(port)) ?? null;
      if (said === null || !this.#known.has(port)) return [];
      return [`port-${said === 'vanished' ? 'closed' : 'opened'} ${ip} ${port}`];
    });
  }
}
