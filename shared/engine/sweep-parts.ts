import type { HostFindings } from '#shared/domain/observation.ts';
import type { Control, Limits, Targets } from './engine.ts';
import { Judge } from './judge.ts';
import { Ledger } from './ledger.ts';
import { Loss } from './loss.ts';
import { Patience } from './patience.ts';
import { Promptness } from './promptness.ts';
import { QUESTION } from './question.ts';
import { type Questions, questionsFor } from './questions.ts';
import { Reporter } from './reporter.ts';
import { Slowness } from './slowness.ts';
import type { SocketLayer, Sockets } from './socket-layer.ts';
import { addressesOf, excludedIn } from './space.ts';
import { mayRepeat, Timing, usefulPatience } from './timing.ts';
import { Turns } from './turns.ts';
import { Wire } from './wire.ts';

export type Order = {
  readonly targets: Targets;
  readonly limits: Limits;
  readonly control: Control;
};

export type Parts = {
  readonly sockets: Sockets;
  readonly questions: Questions;
  readonly ledger: Ledger;
  readonly turns: Turns;
  readonly judge: Judge;
  readonly patience: Patience;
  readonly reporter: Reporter;
  readonly wire: Wire;
  readonly addresses: number;
};

/** Puts the parts of a sweep together, every host released; opens the sockets last. */
export const assemble = (
  layer: SocketLayer,
  { targets, limits, control: { forbidden = [] } }: Order,
  key: number,
  report: (found: HostFindings) => void,
): Parts => {
  const { slice } = targets;
  const { keep, patienceMs, inFlight } = limits;
  const questions = questionsFor(targets, limits);
  const hosts = addressesOf(slice, questions.ports.length);
  const excluded = excludedIn(slice, [...targets.exclude, ...forbidden]);
  const ledger = new Ledger(hosts, questions.ports.length);
  const turns = new Turns(hosts, questions, shareOf(limits), key);
  const learnt = {
    timing: new Timing(hosts, patienceMs),
    loss: new Loss(hosts),
    slowness: new Slowness(hosts),
    promptness: new Promptness(hosts),
  };
  const patience = new Patience(ledger, questions, learnt);
  const book = { slice, questions, ledger, keep };
  const reporter = new Reporter(book, hosts, report);
  const judge = new Judge(book, turns, patience, reporter);
  judge.open(excluded, key);
  const udpOnly = asksUdpOnly(questions);
  const most = Math.max(1, udpOnly ? DATAGRAMS_FOR_ONE * inFlight : inFlight);
  const sockets = layer.open(slice, { slots: most, udpOnly, forbidden });
  const wire = new Wire(sockets, layer.clock, patience, { rate: limits.rate, most });
  const addresses = excluded.reduce((left, isExcluded) => left - isExcluded, hosts);
  return { sockets, questions, ledger, turns, judge, patience, reporter, wire, addresses };
};

/**
 * A datagram that waits for its answer holds no descriptor, so more of them may wait: so many that silence does not
 * decide how long a sparse sweep takes, and so few that the answers to all of them find room in the socket's buffer.
 */
const DATAGRAMS_FOR_ONE = 16;

const asksUdpOnly = ({ kinds, order }: Questions): boolean =>
  order.every((question) => kinds[question] === QUESTION.udp);

/** Probes a second to one address: half its cap where a try lasts long enough to make the kernel send a second SYN. */
const shareOf = ({ rate, ratePerHost, patienceMs }: Limits): number | null => {
  if (ratePerHost === null) return null;
  const share = mayRepeat(usefulPatience(patienceMs)) ? ratePerHost / 2 : ratePerHost;
  return share < rate ? share : null;
};
