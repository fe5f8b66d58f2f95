import { addressBits } from '#shared/domain/address.ts';
import { addressAt, formatNetwork, type Network } from '#shared/domain/network.ts';
import type { AnswersEverything, HostFindings } from '#shared/domain/observation.ts';
import type { Book } from './findings.ts';
import { QUESTION } from './question.ts';
import { VERDICT } from './verdict.ts';

/** So many open ports alike are no host's own: nothing runs that many services. */
const HOST_ASKED = 32;
/** With fewer ports a rack of like servers would look the same. */
const NEIGHBOUR_ASKED = 4;
/** More than this share open is (nearly) all of them. */
export const NEARLY_ALL = 0.9;
const SAMPLE = 8;

/** Tells who answers everything: middleboxes, tarpits and the like, whose thousands of open ports are one finding. */
export class Everything {
  readonly #book: Book;
  readonly #tcp: readonly number[];

  constructor(book: Book) {
    this.#book = book;
    const questions = [...book.questions.kinds.keys()];
    this.#tcp = questions.filter((i) => book.questions.kinds[i] === QUESTION.tcp);
  }

  /** True when an address alone is one finding. */
  isHost(host: number): boolean {
    return this.#tcp.length >= HOST_ASKED && this.#isNearlyAllOpen(host);
  }

  /** True when an address, among others alike, may be part of one finding. */
  mayBeNeighbour(host: number): boolean {
    return this.#tcp.length >= NEIGHBOUR_ASKED && this.#isNearlyAllOpen(host);
  }

  /** The finding of one address in place of its open TCP ports. */
  ofHost(findings: HostFindings, host: number): HostFindings {
    return this.#finding([findings], [host], this.#networkOf(host, 0));
  }

  /** The one finding of a neighbourhood, at the first of its addresses. Hosts ascend; `bits` is its size as a power of two. */
  ofNeighbours(all: readonly HostFindings[], hosts: readonly number[], bits: number): HostFindings {
    return this.#finding(all, hosts, this.#networkOf(hosts[0] ?? 0, bits));
  }

  #finding(all: readonly HostFindings[], hosts: readonly number[], network: Network): HostFindings {
    const answersEverything: AnswersEverything = {
      network: formatNetwork(network),
      addresses: hosts.length,
      asked: hosts.length * this.#tcp.length,
      open: hosts.reduce((sum, host) => sum + this.#openOf(host), 0),
      samplePorts: this.#openPorts(hosts[0] ?? 0).slice(0, SAMPLE),
    };
    const sum = (of: keyof HostFindings['counts']): number =>
      all.reduce((total, { counts }) => total + counts[of], 0);
    return {
      address: addressAt(this.#book.slice, hosts[0] ?? 0),
      observations: all.length === 1 ? (all[0]?.observations ?? []).filter(isNoOpenTcp) : [],
      counts: {
        closed: sum('closed'),
        filtered: sum('filtered'),
        openFiltered: sum('openFiltered'),
      },
      answersEverything,
    };
  }

  #networkOf(host: number, bits: number): Network {
    const { family, first, prefix } = this.#book.slice;
    const wanted = addressBits(family) - bits;
    const base = BigInt(Math.floor(host / 2 ** bits)) * 2n ** BigInt(bits);
    return { family, first: first + base, prefix: Math.max(prefix, wanted) };
  }

  #isNearlyAllOpen(host: number): boolean {
    return this.#openOf(host) > NEARLY_ALL * this.#tcp.length;
  }

  #openOf(host: number): number {
    let open = 0;
    for (const question of this.#tcp) if (this.#isOpen(host, question)) open += 1;
    return open;
  }

  #openPorts(host: number): number[] {
    const { ports } = this.#book.questions;
    return this.#tcp.filter((question) => this.#isOpen(host, question)).map((i) => ports[i] ?? 0);
  }

  #isOpen(host: number, question: number): boolean {
    const { ledger, questions } = this.#book;
    return ledger.verdictOf(host * questions.ports.length + question) === VERDICT.open;
  }
}

const isNoOpenTcp = ({ protocol, state }: HostFindings['observations'][number]): boolean =>
  protocol !== 'tcp' || state !== 'open';
