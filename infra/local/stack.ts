import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { FunctionName } from '#shared/runtime/environment.ts';
import { lockDataFolder } from './data-folder.ts';
import { type Endpoints, removeEndpoints, writeEndpoints } from './endpoints.ts';
import { startHttpGateway } from './http-gateway.ts';
import type { Settings } from './local-functions.ts';
import { startLambda } from './local-lambda.ts';
import { startSecrets } from './local-secrets.ts';
import { type LocalStores, startStores, unguessable } from './local-stores.ts';
import type { Rig } from './rig.ts';
import { startTicker } from './ticker.ts';

export type StackOptions = {
  /** Data folder; one stack at a time. */
  readonly data: string;
  /** CIDRs that may be probed. */
  readonly scopes: readonly string[];
  readonly policy: 'local' | 'lambda';
  /** How far `netsweep_now()` is from the clock; for tests. */
  readonly clockOffsetSeconds: number;
  /** Made up where absent. */
  readonly adminToken?: string;
  /** Of the API; the system chooses where absent, as it does all others. */
  readonly port?: number;
  /** Scanner processes at work at once; by default twice the processors, since they wait more than they compute. */
  readonly scanners?: number;
  /** Further variables of the functions, such as NETSWEEP_TOKEN_RATE. */
  readonly settings?: Settings;
  readonly rig?: Rig;
  readonly log: (line: string) => void;
};

export type Stack = {
  readonly endpoints: Endpoints;
  /** Settles with one line when a store died and the stack cannot go on. */
  readonly failed: Promise<string>;
  /** The processes of a function that live now. */
  readonly pids: (name: FunctionName) => number[];
  readonly stop: () => Promise<void>;
};

const SCANNERS = 2 * availableParallelism();

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const startFunctions = async (
  stores: LocalStores,
  dataFolder: string,
  token: string,
  options: StackOptions,
  stopping: AsyncDisposableStack,
) => {
  const { rig } = options;
  const { neon, upstash } = stores;
  const upstashUrl = rig ? await rig.inFrontOf('upstash', upstash.url) : upstash.url;
  const neonEndpoint = rig ? await rig.inFrontOf('neon', neon.url) : neon.url;
  const secrets = await startSecrets(stores, upstashUrl);
  stopping.defer(() => secrets.stop());
  const { policy, scopes, clockOffsetSeconds, log, settings = {} } = options;
  const deployment = {
    v: 1,
    scopes,
    admin_token_sha256: sha256(token),
    clock_offset_seconds: clockOffsetSeconds,
    // Whatever the stack before it left running has died with it.
    is_standing_still: true,
  } as const;
  const urls = { neonEndpoint, secretsEndpoint: secrets.url };
  const { accessKeys } = secrets;
  const place = {
    ...urls,
    accessKeys,
    policy,
    scanners: options.scanners ?? SCANNERS,
    rig,
    settings,
  };
  const lambda = await startLambda(deployment, { dataFolder, place, log });
  stopping.defer(() => lambda.stop());
  return lambda;
};

const start = async (options: StackOptions, stopping: AsyncDisposableStack) => {
  const data = await lockDataFolder(options.data);
  stopping.defer(data.release);
  const token = options.adminToken ?? unguessable();
  const stores = await startStores(data.path, options.log, stopping);
  const lambda = await startFunctions(stores, data.path, token, options, stopping);
  const gateway = await startHttpGateway({
    ...(options.port === undefined ? {} : { port: options.port }),
    invoke: (event, waitMs) => lambda.invoke('api', event, waitMs),
    log: options.log,
  });
  stopping.defer(() => gateway.stop());
  const ticker = startTicker({ invoke: (event) => lambda.send('scheduler', event) });
  stopping.defer(() => ticker.stop());
  const endpoints: Endpoints = {
    pid: process.pid,
    api: gateway.url,
    token,
    redis: stores.redis.url,
    postgres: stores.postgres.url,
    upstash: stores.upstash.url,
    neon: stores.neon.url,
    lambda: lambda.url,
  };
  await writeEndpoints(data.path, endpoints);
  stopping.defer(() => removeEndpoints(data.path));
  return { endpoints, stores, pids: lambda.pids };
};

const failureOf = async ({ postgres, redis }: LocalStores): Promise<string> =>
  Promise.race([
    postgres.ended.then(() => 'PostgreSQL has ended'),
    redis.ended.then(() => 'Redis has ended'),
  ]);

/** All of Netsweep on this machine: the boxes of the AWS stack, the same functions in them. Listens on 127.0.0.1 alone. */
export const startStack = async (options: StackOptions): Promise<Stack> => {
  await using stopping = new AsyncDisposableStack();
  const { endpoints, stores, pids } = await start(options, stopping);
  const running = stopping.move();
  return {
    endpoints,
    failed: failureOf(stores),
    pids,
    stop: () => running.disposeAsync(),
  };
};
