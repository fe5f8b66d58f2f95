import { Agenda } from './agenda.ts';
import { HostPace } from './host-pace.ts';
import { keyOf, Permutation } from './permutation.ts';
import type { Questions } from './questions.ts';

const NOTHING = -1;

/**
 * Whose turn it is, and with which question. Hosts go round in a keyed order and each is asked one question a turn, in
 * a keyed order of its own: together a bijection over host × question in which no host is asked twice before every
 * other that still has questions was asked once. A host that has had its share of the second sits out.
 */
export class Turns {
  readonly #questions: Questions;
  readonly #key: number;
  readonly #first: Permutation;
  readonly #rest: Permutation;
  /** How many fresh questions each host was asked, and how many it may be. */
  readonly #asked: Uint32Array;
  readonly #mayAsk: Uint32Array;
  /** Pairs to be asked again: a stack a host, linked through one number a pair. */
  readonly #again: Int32Array;
  readonly #below: Int32Array;
  /** Hosts waiting for their turn, each at most once; a host with questions is here or sits out. */
  readonly #round: Uint32Array;
  readonly #waiting: Uint8Array;
  #roundAt = 0;
  #roundCount = 0;
  readonly #pace: HostPace | null;
  readonly #sittingOut: Agenda;

  constructor(hosts: number, questions: Questions, ratePerHost: number | null, key: number) {
    this.#questions = questions;
    this.#key = key;
    this.#first = new Permutation(Math.max(1, questions.firstCount));
    this.#rest = new Permutation(Math.max(1, questions.order.length - questions.firstCount));
    this.#asked = new Uint32Array(hosts);
    this.#mayAsk = new Uint32Array(hosts);
    this.#again = new Int32Array(hosts).fill(NOTHING);
    this.#below = new Int32Array(hosts * questions.ports.length);
    this.#round = new Uint32Array(hosts);
    this.#waiting = new Uint8Array(hosts);
    this.#pace = ratePerHost === null ? null : new HostPace(hosts, ratePerHost);
    this.#sittingOut = new Agenda(ratePerHost === null ? 0 : hosts);
  }

  /** Lets a host be asked the first `upTo` questions of the order. */
  release(host: number, upTo: number): void {
    this.#mayAsk[host] = upTo;
    this.#enter(host);
  }

  /** Puts a pair back, to be asked again when its host's turn comes. */
  again(pair: number): void {
    const host = Math.floor(pair / this.#questions.ports.length);
    this.#below[pair] = this.#again[host] ?? NOTHING;
    this.#again[host] = pair;
    this.#enter(host);
  }

  /** Forgets whatever a host was still to be asked. */
  drop(host: number): void {
    this.#mayAsk[host] = 0;
    this.#again[host] = NOTHING;
  }

  /** The earliest time at which there may be a pair to ask; Infinity when there is none. */
  nextAt(now: number): number {
    return this.#roundCount > 0 ? now : this.#sittingOut.nextAt;
  }

  /** The next pair to ask, which counts as asked now; -1 when there is none at present. */
  next(now: number): number {
    for (let host = this.#sittingOut.takeDue(now); host >= 0; host = this.#sittingOut.takeDue(now))
      this.#append(host);
    while (this.#roundCount > 0) {
      const pair = this.#turnOf(this.#shift(), now);
      if (pair >= 0) return pair;
    }
    return NOTHING;
  }

  #turnOf(host: number, now: number): number {
    const readyAt = this.#pace?.readyAt(host) ?? 0;
    if (readyAt > now) {
      this.#sittingOut.put(host, readyAt);
      return NOTHING;
    }
    const pair = this.#take(host);
    if (pair >= 0) this.#pace?.take(host, now);
    if (this.#hasQuestions(host)) this.#append(host);
    else this.#waiting[host] = 0;
    return pair;
  }

  #take(host: number): number {
    const again = this.#again[host] ?? NOTHING;
    if (again >= 0) {
      this.#again[host] = this.#below[again] ?? NOTHING;
      return again;
    }
    const asked = this.#asked[host] ?? 0;
    if (asked >= (this.#mayAsk[host] ?? 0)) return NOTHING;
    this.#asked[host] = asked + 1;
    return host * this.#questions.ports.length + this.#questionAt(host, asked);
  }

  #questionAt(host: number, index: number): number {
    const { order, firstCount } = this.#questions;
    const key = keyOf(this.#key, host);
    const place =
      index < firstCount
        ? this.#first.at(index, key)
        : firstCount + this.#rest.at(index - firstCount, key);
    return order[place] ?? 0;
  }

  #hasQuestions(host: number): boolean {
    const isFresh = (this.#asked[host] ?? 0) < (this.#mayAsk[host] ?? 0);
    return isFresh || (this.#again[host] ?? NOTHING) >= 0;
  }

  #enter(host: number): void {
    if (this.#waiting[host] === 1 || !this.#hasQuestions(host)) return;
    this.#waiting[host] = 1;
    this.#append(host);
  }

  #append(host: number): void {
    this.#round[(this.#roundAt + this.#roundCount) % this.#round.length] = host;
    this.#roundCount += 1;
  }

  #shift(): number {
    const host = this.#round[this.#roundAt] ?? 0;
    this.#roundAt = (this.#roundAt + 1) % this.#round.length;
    this.#roundCount -= 1;
    return host;
  }
}
