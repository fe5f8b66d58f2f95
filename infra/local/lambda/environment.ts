import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { type Exit, endOf, stop } from '#infra/local/child.ts';
import { exited, timedOut } from './function-failure.ts';
import type { Invocation, Outcome } from './invocation.ts';
import type { LambdaFunction } from './lambda-function.ts';

/** What the process gets when it asks for its next event. */
export type Delivery = { readonly invocation: Invocation; readonly deadlineMs: number };

/** `unserved`: the environment ended before its process took the invocation; another may serve it. */
export type TurnEnd = Outcome | 'unserved';

export type EnvironmentSetup = {
  readonly name: string;
  readonly spec: LambdaFunction;
  readonly initTimeoutMs: number;
  readonly spawn: (id: string) => ChildProcess;
  /** Called at the moment it can serve no more, before its process is gone. */
  readonly onEnd: (environment: Environment, last: Outcome | null) => void;
};

/** One process that serves one invocation at a time. `ended` from the moment it is killed, not from when it is gone. */
export type Environment = {
  /** Unguessable: it is what the process is known by at the Runtime API. */
  readonly id: string;
  readonly child: ChildProcess;
  readonly setup: EnvironmentSetup;
  life: 'starting' | 'ready' | 'ended';
  turn: {
    readonly invocation: Invocation;
    readonly end: (ending: TurnEnd) => void;
    isTaken: boolean;
  } | null;
  /** The process's question for its next event, while it waits. */
  ask: ((delivery: Delivery) => void) | null;
  /** Runs while the process is at work: from its start, or from an event it took, until it asks for the next one. */
  timer: NodeJS.Timeout | undefined;
};

/** Answers whoever waits for the invocation, if anybody does. */
export const endTurn = (environment: Environment, ending: TurnEnd): void => {
  const { turn } = environment;
  environment.turn = null;
  turn?.end(ending);
};

/** Ends the environment and its process; whoever waits for its invocation gets `last`. */
export const endEnvironment = async (
  environment: Environment,
  last: Outcome | null,
): Promise<void> => {
  const { life, setup, child } = environment;
  environment.life = 'ended';
  clearTimeout(environment.timer);
  if (life !== 'ended') setup.onEnd(environment, last);
  endTurn(environment, last ?? 'unserved');
  await stop(child, { signal: 'SIGKILL' });
};

/** An end between two invocations harms none: it is nobody's failure. */
const isBetweenTurns = ({ life, turn }: Environment): boolean =>
  life === 'ready' && turn?.isTaken !== true;

/** Gives the process that long to ask for its next event. */
export const limitWork = (environment: Environment, timeoutMs: number): void => {
  const overrun = (): void => {
    const id = environment.turn?.invocation.id ?? environment.id;
    const last = isBetweenTurns(environment) ? null : timedOut(id, timeoutMs / 1000);
    endEnvironment(environment, last);
  };
  environment.timer = setTimeout(overrun, timeoutMs);
};

const onExit = (environment: Environment, exit: Exit): void => {
  if (environment.life === 'ended') return;
  const id = environment.turn?.invocation.id ?? environment.id;
  endEnvironment(environment, isBetweenTurns(environment) ? null : exited(id, exit));
};

/** Starts a process. It may be given its first invocation at once, and takes it when it is ready. */
export const startEnvironment = (setup: EnvironmentSetup): Environment => {
  const id = randomUUID();
  const environment: Environment = {
    id,
    child: setup.spawn(id),
    setup,
    life: 'starting',
    turn: null,
    ask: null,
    timer: undefined,
  };
  limitWork(environment, setup.initTimeoutMs);
  endOf(environment.child).then((exit) => onExit(environment, exit));
  return environment;
};
