import { addressAt, type Network } from '#shared/domain/network.ts';
import type {
  HostFindings,
  Observation,
  Protocol,
  Reason,
  State,
} from '#shared/domain/observation.ts';
import type { Ledger } from './ledger.ts';
import { QUESTION } from './question.ts';
import type { Questions } from './questions.ts';
import { type Meaning, meaningOf } from './verdict.ts';

/** UDP silence is listed where so few UDP ports were asked that the reader means each of them. */
const FEW_UDP_PORTS = 32;

const UNANSWERED: ReadonlySet<Reason> = new Set<Reason>(['no-response', 'blocked-here']);

export type Book = {
  readonly slice: Network;
  readonly questions: Questions;
  readonly ledger: Ledger;
  readonly keep: 'open' | 'all';
};

/** Says which states are listed; the counts hold every port, listed or not. */
const listedStates = ({ keep, questions }: Book): ReadonlySet<State> => {
  if (keep === 'all') return new Set(['open', 'closed', 'filtered', 'open|filtered', 'untestable']);
  const udpPorts = questions.kinds.filter((kind) => kind === QUESTION.udp).length;
  const silence: State[] = udpPorts <= FEW_UDP_PORTS ? ['open|filtered'] : [];
  return new Set<State>(['open', 'untestable', ...silence]);
};

/** Makes the findings of hosts that are done and up. */
export const findingsFrom = (book: Book): ((host: number) => HostFindings) => {
  const { slice, questions } = book;
  const isListed = listedStates(book);
  const size = questions.ports.length;
  return (host) => {
    const observations: Observation[] = [];
    const counts = { closed: 0, filtered: 0, openFiltered: 0 };
    for (let question = 0; question < size; question++) {
      const meaning = meaningIn(book, question, host * size + question);
      if (meaning === null) continue;
      count(counts, meaning.state);
      if (isListed.has(meaning.state))
        observations.push(observed(book, question, host * size + question, meaning));
    }
    return { address: addressAt(slice, host), observations, counts };
  };
};

const count = (
  counts: { closed: number; filtered: number; openFiltered: number },
  state: State,
): void => {
  if (state === 'closed') counts.closed += 1;
  else if (state === 'filtered') counts.filtered += 1;
  else if (state === 'open|filtered') counts.openFiltered += 1;
};

const UNTESTABLE: Meaning = { state: 'untestable', reason: 'blocked-here' };

const protocolOf = ({ questions }: Book, question: number): Protocol =>
  questions.kinds[question] === QUESTION.udp ? 'udp' : 'tcp';

/** Null for a question that is not reported. */
const meaningIn = (book: Book, question: number, pair: number): Meaning | null => {
  const kind = book.questions.kinds[question];
  if (kind === QUESTION.liveness) return null;
  if (kind === QUESTION.untestable) return UNTESTABLE;
  return meaningOf(protocolOf(book, question), book.ledger.verdictOf(pair));
};

const observed = (book: Book, question: number, pair: number, meaning: Meaning): Observation => ({
  protocol: protocolOf(book, question),
  port: book.questions.ports[question] ?? 0,
  state: meaning.state,
  reason: meaning.reason,
  rttMs: UNANSWERED.has(meaning.reason) ? null : rounded(book.ledger.rttMsOf(pair)),
  attempts: book.ledger.triesOf(pair),
});

/** To the microsecond: more digits would be those of the clock. */
const rounded = (ms: number): number => Math.round(ms * 1000) / 1000;
