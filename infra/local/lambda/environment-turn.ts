import {
  type Delivery,
  type Environment,
  endTurn,
  limitWork,
  type TurnEnd,
} from './environment.ts';
import type { Invocation, Outcome } from './invocation.ts';

/** Hands the invocation over when both sides are there; from then on the function's own time runs. */
const deliver = (environment: Environment): void => {
  const { ask, turn, setup } = environment;
  if (ask === null || turn === null) return;
  const timeoutMs = setup.spec.timeoutSeconds * 1000;
  environment.ask = null;
  turn.isTaken = true;
  limitWork(environment, timeoutMs);
  ask({ invocation: turn.invocation, deadlineMs: Date.now() + timeoutMs });
};

/** Gives the environment, which must be free, one invocation; resolves when that is over. */
export const invokeIn = (environment: Environment, invocation: Invocation): Promise<TurnEnd> => {
  const { promise, resolve } = Promise.withResolvers<TurnEnd>();
  if (environment.life === 'ended') resolve('unserved');
  else environment.turn = { invocation, end: resolve, isTaken: false };
  deliver(environment);
  return promise;
};

/** The process asks for its next event: its start, or its last event, is over. */
export const nextFor = (environment: Environment): Promise<Delivery> => {
  const { promise, resolve } = Promise.withResolvers<Delivery>();
  clearTimeout(environment.timer);
  if (environment.life === 'starting') environment.life = 'ready';
  environment.ask = resolve;
  deliver(environment);
  return promise;
};

/** The process has an answer; false where it is not the one awaited (late, or of another invocation). */
export const answerFrom = (environment: Environment, id: string, outcome: Outcome): boolean => {
  const { turn } = environment;
  if (turn?.isTaken !== true || turn.invocation.id !== id) return false;
  endTurn(environment, outcome);
  return true;
};
