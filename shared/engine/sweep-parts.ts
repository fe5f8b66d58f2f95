import type { HostFindings } from '#shared/domain/observation.ts';
import type { Control, Limits, Targets } from './engine.ts';
import { Judge } from './judge.ts';
import { Ledger } from './ledger.ts';
import { type Questions, questionsFor } from './questions.ts';
import type { SocketLayer, Sockets } from './socket-layer.ts';
import { addressesOf, excludedIn } from './space.ts';
import { Timing } from './timing.ts';
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
  readonly wire: Wire;
  readonly addresses: number;
};

/** Puts the parts of a sweep together, every host released; opens the sockets last. */
export const assemble = (
  layer: SocketLayer,
  { targets, limits }: Order,
  key: number,
  report: (found: HostFindings) => void,
): Parts => {
  const { slice } = targets;
  const { keep, rate, ratePerHost, patienceMs, inFlight } = limits;
  const questions = questionsFor(targets, limits);
  const hosts = addressesOf(slice, questions.ports.length);
  const excluded = excludedIn(slice, targets.exclude);
  const ledger = new Ledger(hosts, questions.ports.length);
  const perHost = ratePerHost !== null && ratePerHost < rate ? ratePerHost : null;
  const turns = new Turns(hosts, questions, perHost, key);
  const judge = new Judge({ slice, questions, ledger, keep }, turns, report);
  judge.open(excluded, key);
  const sockets = layer.open(slice, Math.max(1, inFlight));
  const wire = new Wire(sockets, layer.clock, new Timing(hosts, patienceMs), limits);
  const addresses = excluded.reduce((left, isExcluded) => left - isExcluded, hosts);
  return { sockets, questions, ledger, turns, judge, wire, addresses };
};
