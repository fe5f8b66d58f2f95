import type { HostFindings } from '#shared/domain/observation.ts';
import { Everything, NEARLY_ALL } from './everything.ts';
import { type Book, findingsFrom } from './findings.ts';

/** Neighbours are a /24, or a /120 of IPv6, or the whole of a smaller slice. */
const NEIGHBOURS_BITS = 8;
/** Fewer addresses alike are no pattern. */
const FEWEST_ALIKE = 32;

type Neighbourhood = {
  /** Addresses that are probed, those of them not done yet, and those done that do not answer everything. */
  size: number;
  left: number;
  unlike: number;
  /** Hosts that answer everything: held back until it is known whether their neighbours do too. */
  held: number[];
};

/**
 * Reports hosts that are done and up, as soon as may be: only a host that answers everything waits for its neighbours,
 * since nearly all of them alike are one finding.
 */
export class Reporter {
  readonly #book: Book;
  readonly #report: (findings: HostFindings) => void;
  readonly #findingsOf: (host: number) => HostFindings;
  readonly #everything: Everything;
  readonly #neighbourhoods: Neighbourhood[];
  #merged = 0;

  constructor(book: Book, hosts: number, report: (findings: HostFindings) => void) {
    this.#book = book;
    this.#report = report;
    this.#findingsOf = findingsFrom(book);
    this.#everything = new Everything(book);
    const size = 2 ** NEIGHBOURS_BITS;
    this.#neighbourhoods = Array.from({ length: Math.ceil(hosts / size) }, (_, at) => {
      const addresses = Math.min(size, hosts - at * size);
      return { size: addresses, left: addresses, unlike: 0, held: [] };
    });
  }

  /** Hosts that are up but were reported as part of another's finding. */
  get merged(): number {
    return this.#merged;
  }

  /** An address is not probed. */
  omit(host: number): void {
    const neighbourhood = this.#neighbourhoodOf(host);
    neighbourhood.size -= 1;
    this.#leave(neighbourhood);
  }

  /** An address is done. */
  done(host: number): void {
    const neighbourhood = this.#neighbourhoodOf(host);
    const isUp = this.#book.ledger.isUp(host);
    if (isUp && this.#everything.mayBeNeighbour(host)) neighbourhood.held.push(host);
    else {
      neighbourhood.unlike += 1;
      if (isUp) this.#reportOne(host);
    }
    this.#leave(neighbourhood);
  }

  #leave(neighbourhood: Neighbourhood): void {
    neighbourhood.left -= 1;
    const { size, unlike, left, held } = neighbourhood;
    const isAlike = size >= FEWEST_ALIKE && unlike < (1 - NEARLY_ALL) * size;
    if (isAlike && left > 0) return;
    if (isAlike) this.#reportAlike(held);
    else for (const host of held) this.#reportOne(host);
    neighbourhood.held = [];
  }

  #reportOne(host: number): void {
    const findings = this.#findingsOf(host);
    this.#report(
      this.#everything.isHost(host) ? this.#everything.ofHost(findings, host) : findings,
    );
  }

  #reportAlike(held: number[]): void {
    const hosts = held.toSorted((a, b) => a - b);
    const all = hosts.map((host) => this.#findingsOf(host));
    this.#merged += hosts.length - 1;
    this.#report(this.#everything.ofNeighbours(all, hosts, NEIGHBOURS_BITS));
  }

  #neighbourhoodOf(host: number): Neighbourhood {
    const neighbourhood = this.#neighbourhoods[host >>> NEIGHBOURS_BITS];
    if (!neighbourhood) throw new RangeError(`there is no host ${host}`);
    return neighbourhood;
  }
}
