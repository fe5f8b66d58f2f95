import { type Environment, endEnvironment } from './environment.ts';
import { invokeIn } from './environment-turn.ts';
import { idleStack } from './idle-stack.ts';
import type { Invocation, Outcome } from './invocation.ts';
import { waitingLine } from './waiting-line.ts';

type PoolSetup = {
  readonly maxEnvironments: number;
  /** How many stay however long they are idle. */
  readonly kept: number;
  readonly idleMs: number;
  readonly start: (onEnd: (environment: Environment) => void) => Environment;
};
export type EnvironmentPool = {
  /** Runs one invocation; null when no environment became free within `waitMs`. */
  run(invocation: Invocation, waitMs: number): Promise<Outcome | null>;
  /** Starts one environment more, where the limit allows it. */
  prewarm(): void;
  pids(): number[];
  stop(): Promise<void>;
};

/**
 * The environments of one function: the one used last first, a new one where none is idle, never more than its limit.
 * An environment is free as soon as its answer is in, though its process has yet to ask for the next event: a caller
 * that keeps all of them busy is not refused for that.
 */
export const environmentPool = ({
  maxEnvironments,
  kept,
  idleMs,
  start,
}: PoolSetup): EnvironmentPool => {
  const all = new Set<Environment>();
  const end = (environment: Environment) => endEnvironment(environment, null);
  const idle = idleStack<Environment>(idleMs, (environment) => {
    if (all.size > kept) end(environment);
  });
  let isOpen = true;
  const open = (): Environment | null => {
    if (!isOpen || all.size >= maxEnvironments) return null;
    const environment = start(forget);
    all.add(environment);
    return environment;
  };
  const line = waitingLine(() => idle.pop() ?? open());
  const forget = (environment: Environment): void => {
    idle.remove(environment);
    all.delete(environment);
    line.serve();
  };
  const release = (environment: Environment): void => {
    if (all.has(environment)) idle.push(environment);
    line.serve();
  };
  const run = async (invocation: Invocation, waitMs: number): Promise<Outcome | null> => {
    const environment = await line.wait(isOpen ? waitMs : 0);
    if (environment === null) return null;
    const ending = await invokeIn(environment, invocation);
    release(environment);
    return ending === 'unserved' ? run(invocation, waitMs) : ending;
  };
  const prewarm = (): void => {
    const environment = open();
    if (environment !== null) release(environment);
  };
  const pids = (): number[] => [...all].flatMap(({ child }) => child.pid ?? []);
  const stop = async (): Promise<void> => {
    isOpen = false;
    line.close();
    await Promise.all([...all].map(end));
  };
  return { run, prewarm, pids, stop };
};
