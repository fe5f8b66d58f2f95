import { serveHttp } from './http-server.ts';
import type { DeadLetter } from './lambda/dead-letter.ts';
import { doorkeeper, type InnerDoors, innerDoors } from './lambda/doors.ts';
import type { Environment } from './lambda/environment.ts';
import type { Invocable } from './lambda/invoke-api.ts';
import type { LambdaFunction } from './lambda/lambda-function.ts';
import { letterBox } from './lambda/letter-box.ts';
import { type RunningFunction, runFunction, type ServiceSetup } from './lambda/running-function.ts';
import { functionNotFound, shuttingDown } from './lambda/service-error.ts';
import { workUnderWay } from './lambda/work-under-way.ts';

export type LambdaServiceOptions = {
  readonly functions: Readonly<Record<string, LambdaFunction>>;
  /** Each line that a function's processes write. */
  readonly log: (functionName: string, line: string) => void;
  /** Who may invoke: requests signed with this key. Everybody on this machine where it is left out. */
  readonly accessKeyId?: string;
  /** Folder for V8's compiled code, which shortens cold starts. */
  readonly compileCache?: string;
  /** Gets the events that were given up, as JSON lines. */
  readonly deadLetterFile?: string;
  readonly onDeadLetter?: (letter: DeadLetter) => void;
  /** Before the first, second … retry of a failed event. Lambda's: one and two minutes. */
  readonly retryDelaysMs?: readonly number[];
  /** How long an environment that nobody needs is kept. */
  readonly idleMs?: number;
  readonly initTimeoutMs?: number;
};
export type LambdaService = InnerDoors & {
  /** The endpoint for `@aws-sdk/client-lambda`. */
  readonly url: string;
  /** The processes of a function's environments. */
  pids(name: string): number[];
  /** Waits until nothing is running and no event is queued, retries included. */
  drain(): Promise<void>;
  /** Kills every process; what is under way is lost, as if the machine had lost power. */
  stop(): Promise<void>;
};

const startFunctions = (
  { functions, ...options }: LambdaServiceOptions,
  { host, environments }: Pick<ServiceSetup, 'host' | 'environments'>,
): Map<string, RunningFunction> => {
  const { log, deadLetterFile: file, onDeadLetter: onLetter } = options;
  const setup: ServiceSetup = {
    host,
    environments,
    log,
    bury: letterBox({ file, onLetter, log }),
    accessKeyId: options.accessKeyId ?? 'local',
    compileCache: options.compileCache ?? null,
    retryDelaysMs: options.retryDelaysMs ?? [60_000, 120_000],
    idleMs: options.idleMs ?? 600_000,
    initTimeoutMs: options.initTimeoutMs ?? 10_000,
  };
  const entries = Object.entries(functions);
  return new Map(entries.map(([name, spec]) => [name, runFunction(name, spec, setup)]));
};

/** Lambda on this machine: its Invoke API, and a process for each environment, on 127.0.0.1. */
export const startLambdaService = async (options: LambdaServiceOptions): Promise<LambdaService> => {
  const environments = new Map<string, Environment>();
  const work = workUnderWay();
  let running: ReadonlyMap<string, RunningFunction> | null = new Map();
  const find = (name: string): Invocable => {
    if (running === null) throw shuttingDown();
    const found = running.get(name);
    if (found === undefined) throw functionNotFound(name);
    return {
      run: (invocation, waitMs) => work.track(found.run(invocation, waitMs)),
      enqueue: (invocation) => void work.track(found.serveEvent(invocation)),
    };
  };
  const { accessKeyId } = options;
  const server = await serveHttp(doorkeeper({ environments, find, accessKeyId }));
  running = startFunctions(options, { host: `127.0.0.1:${server.port}`, environments });
  const stop = async (): Promise<void> => {
    const all = [...(running?.values() ?? [])];
    running = null;
    await Promise.all(all.map((one) => one.stop()));
    await server.stop();
  };
  return {
    url: server.url,
    ...innerDoors(find),
    pids: (name) => running?.get(name)?.pids() ?? [],
    drain: work.settled,
    stop,
  };
};
