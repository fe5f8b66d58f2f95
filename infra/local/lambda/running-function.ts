import { type DeadLetter, deadLetter } from './dead-letter.ts';
import { type Environment, startEnvironment } from './environment.ts';
import { type EnvironmentPool, environmentPool } from './environment-pool.ts';
import { eventQueue } from './event-queue.ts';
import type { Invocation, Outcome } from './invocation.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { runtimePrefix } from './runtime-api.ts';
import { spawnRuntime } from './spawn-runtime.ts';

/** What all functions of a service share. */
export type ServiceSetup = {
  readonly host: string;
  readonly accessKeyId: string;
  readonly environments: Map<string, Environment>;
  readonly compileCache: string | null;
  readonly initTimeoutMs: number;
  readonly idleMs: number;
  readonly retryDelaysMs: readonly number[];
  readonly log: (functionName: string, line: string) => void;
  readonly bury: (letter: DeadLetter) => void;
};
export type RunningFunction = {
  run(invocation: Invocation, waitMs: number): Promise<Outcome | null>;
  serveEvent(invocation: Invocation): Promise<void>;
  pids(): number[];
  stop(): Promise<void>;
};

/** Lambda's own default. */
const MAX_EVENT_AGE_SECONDS = 6 * 3600;

/** What the platform has to say of an environment that it ended, beside what the process itself wrote. */
const lastWords = ({ payload }: Outcome): string =>
  // The payload is JSON already.
  `{"level":"ERROR","message":"Environment ended","cause":${payload.length > 8192 ? null : payload}}`;

const poolOf = (name: string, spec: LambdaFunction, service: ServiceSetup): EnvironmentPool => {
  const { environments, host, initTimeoutMs, idleMs } = service;
  const onLine = (line: string): void => service.log(name, line);
  const spawn = (id: string) =>
    spawnRuntime({ ...service, name, spec, onLine, runtimeApi: `${host}${runtimePrefix(id)}` });
  const start = (forget: (environment: Environment) => void): Environment => {
    const onEnd = (environment: Environment, last: Outcome | null): void => {
      environments.delete(environment.id);
      if (last !== null) onLine(lastWords(last));
      forget(environment);
    };
    const environment = startEnvironment({ name, spec, initTimeoutMs, spawn, onEnd });
    environments.set(environment.id, environment);
    return environment;
  };
  const { maxEnvironments, prewarm: kept = 0 } = spec;
  return environmentPool({ maxEnvironments, kept, idleMs, start });
};

/** Makes a function ready to be invoked: its environments, and the queue of its events. */
export const runFunction = (
  name: string,
  spec: LambdaFunction,
  service: ServiceSetup,
): RunningFunction => {
  const pool = poolOf(name, spec, service);
  const { retries = 2, maxAgeSeconds = MAX_EVENT_AGE_SECONDS } = spec.events ?? {};
  const queue = eventQueue({
    run: pool.run,
    retries,
    maxAgeMs: maxAgeSeconds * 1000,
    retryDelaysMs: service.retryDelaysMs,
    bury: (invocation, why) => service.bury(deadLetter({ name, invocation, ...why })),
  });
  for (let count = 0; count < (spec.prewarm ?? 0); count += 1) pool.prewarm();
  const stop = async (): Promise<void> => {
    queue.stop();
    await pool.stop();
  };
  return { run: pool.run, serveEvent: queue.serve, pids: pool.pids, stop };
};
