import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { Pool } from 'pg';
import { afterAll } from 'vitest';
import { resetDataFolder } from '#infra/local/data-folder.ts';
import type { StackOptions } from '#infra/local/stack.ts';
import type { FunctionName } from '#shared/runtime/environment.ts';
import type { KillPoint } from '#shared/runtime/kill-points.ts';
import { bareRedis } from '#test/support/bare-redis.ts';
import { startedStack } from '#test/support/live-stack.ts';
import { type Chance, chanceFrom } from './chance.ts';
import { startFaultProxy } from './fault-proxy.ts';

/** Whose steps a kill point is between. */
const functionOf = (point: KillPoint): FunctionName => {
  const [place] = point.split('.');
  if (place === 'api') return 'api';
  if (place === 'tick') return 'scheduler';
  if (place === 'tell') return 'notifier';
  return place === 'fan' ? 'fanout' : 'scanner';
};

/** The proxies, and what the stack is told instead of the services behind them. */
const startProxies = async (seed: number) => {
  const chance = chanceFrom(seed);
  const [upstash, neon, lambda] = await Promise.all([
    startFaultProxy(chance),
    startFaultProxy(chance),
    startFaultProxy(chance),
  ]);
  const stores = { upstash, neon };
  const inFrontOf = async (store: 'upstash' | 'neon', url: string): Promise<string> => {
    stores[store].aim(url);
    return stores[store].url + new URL(url).pathname.replace(/\/$/, '');
  };
  return { upstash, neon, lambda, inFrontOf, all: [upstash, neon, lambda] };
};

/** What the processes of functions are to be told at their start. */
const processTelling = ({ neon, lambda }: Awaited<ReturnType<typeof startProxies>>) => {
  const kills = new Map<FunctionName, string>();
  const always = new Map<FunctionName, string>();
  let neonBehind = '';
  return {
    kills,
    always,
    noteNeon: (url: string) => {
      neonBehind = url;
    },
    variables: (
      name: FunctionName,
      environment: Readonly<Record<string, string>>,
    ): Record<string, string> => {
      // Migrations speak WebSocket, and are no part of what is tried here.
      if (name === 'migrate') return { NETSWEEP_NEON_ENDPOINT: neonBehind };
      lambda.aim(environment.AWS_ENDPOINT_URL_LAMBDA ?? '');
      const kill = always.get(name) ?? kills.get(name);
      kills.delete(name);
      return {
        AWS_ENDPOINT_URL_LAMBDA: lambda.url,
        NETSWEEP_NEON_ENDPOINT: `${neon.url}/sql`,
        ...(kill !== undefined && { NETSWEEP_KILL: kill }),
      };
    },
  };
};

/** The process that was to die was not the one that was given the work. */
export class NobodyDied extends Error {}
/** So long is waited for a process to die at a step that it should have come to by then. */
const DEATH_MS = 20_000;

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ESRCH';

/** Sends a signal to processes of ours, some of which may have ended by now. */
const signalAll = (pids: readonly number[], signal: NodeJS.Signals): void => {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
};

/** All of Netsweep with everything between its parts in the hands of a test: proxies, processes, the clock. */
export const startRig = async ({
  seed = 1,
  ...options
}: Partial<StackOptions> & { seed?: number } = {}) => {
  const data = await mkdtemp(join(tmpdir(), 'netsweep rig '));
  const proxies = await startProxies(seed);
  const telling = processTelling(proxies);
  const inFrontOf = (store: 'upstash' | 'neon', url: string) => {
    if (store === 'neon') telling.noteNeon(url);
    return proxies.inFrontOf(store, url);
  };
  const rig = { inFrontOf, variables: telling.variables };
  const stack = await startedStack({ data, rig, ...options });
  const postgres = new Pool({ connectionString: stack.endpoints.postgres, max: 4 });
  // Killed on purpose by some tests.
  postgres.on('error', () => {});
  const redis = await bareRedis(stack.endpoints.redis);
  const lambdaClient = new LambdaClient({
    endpoint: stack.endpoints.lambda,
    region: 'local-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });

  const kill = (name: FunctionName): void => signalAll(stack.pids(name), 'SIGKILL');
  const heal = (): void => {
    telling.kills.clear();
    telling.always.clear();
    for (const proxy of proxies.all) proxy.heal();
  };
  const { upstash, neon, lambda } = proxies;

  return {
    stack,
    postgres,
    redis,
    upstash,
    neon,
    lambda,
    heal,

    /** How many processes were killed so far. */
    deaths: (): number => stack.lines.filter((line) => line.includes('signal: killed')).length,

    /** Kills all processes of a function. */
    kill,

    /** Kills one process of a function; false where there is none. */
    killOne: (name: FunctionName, chance: Chance): boolean => {
      const pids = stack.pids(name);
      const pid = pids[chance.below(Math.max(1, pids.length))];
      signalAll(pid === undefined ? [] : [pid], 'SIGKILL');
      return pid !== undefined;
    },

    /**
     * The next process of the function that has this step dies at its nth passing there; those of now are gone when this
     * resolves. Call the answer to wait for its death; it throws `NobodyDied` where that process was given nothing to do.
     */
    killAt: async (point: KillPoint, nth = 1): Promise<() => Promise<void>> => {
      const name = functionOf(point);
      telling.kills.set(name, `${point}:${nth}`);
      const dying = stack.pids(name);
      kill(name);
      // Until it is seen to be dead, a process is given work, which fails with it.
      while (stack.pids(name).some((pid) => dying.includes(pid))) await sleep(5);
      const told = `killed at ${point}`;
      const before = stack.lines.filter((line) => line.includes(told)).length;
      return async () => {
        const until = Date.now() + DEATH_MS;
        while (stack.lines.filter((line) => line.includes(told)).length === before) {
          if (Date.now() > until) throw new NobodyDied(`no process died at ${point}`);
          await sleep(20);
        }
      };
    },

    /** From now on every process of the function that has this step dies at its first passing there. */
    killAlwaysAt: (point: KillPoint): void => {
      const name = functionOf(point);
      telling.always.set(name, point);
      kill(name);
    },

    /** Runs a function and waits for what it returns; throws where it fails. */
    invoke: async (name: FunctionName, event: unknown): Promise<unknown> => {
      const asked = await lambdaClient.send(
        new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) }),
      );
      if (asked.FunctionError) throw new Error(`${name} failed: ${asked.FunctionError}`);
      return JSON.parse(asked.Payload?.transformToString() ?? 'null');
    },

    /** Stops all processes of a function where they stand; call the answer to let them go on. */
    freeze: (name: FunctionName): (() => void) => {
      const pids = stack.pids(name);
      signalAll(pids, 'SIGSTOP');
      return () => signalAll(pids, 'SIGCONT');
    },

    /** The one clock, which Postgres has, is so much further on (or back, where negative). */
    passTime: async (seconds: number): Promise<void> => {
      await postgres.query('update netsweep_clock set offset_seconds = offset_seconds + $1', [
        seconds,
      ]);
    },

    /** Epoch seconds on the one clock. */
    now: async (): Promise<number> => {
      const { rows } = await postgres.query(
        'select extract(epoch from netsweep_now())::float8 as now',
      );
      return rows[0].now;
    },

    stop: async (): Promise<void> => {
      heal();
      redis.close();
      lambdaClient.destroy();
      await postgres.end();
      await stack.stop();
      await Promise.all(proxies.all.map((proxy) => proxy.stop()));
      await resetDataFolder(data);
      await rm(data, { recursive: true });
    },
  };
};

export type Rig = Awaited<ReturnType<typeof startRig>>;

/** A rig for as long as the test file runs. */
export const useRig = async (options: Parameters<typeof startRig>[0] = {}): Promise<Rig> => {
  const rig = await startRig(options);
  afterAll(rig.stop);
  return rig;
};
