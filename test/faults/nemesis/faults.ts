import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { FunctionName } from '#shared/runtime/environment.ts';
import { KILL_POINTS } from '#shared/runtime/kill-points.ts';
import type { Chance } from '#test/faults/rig/chance.ts';
import type { Action } from '#test/faults/rig/fault-rules.ts';
import type { Rig } from '#test/faults/rig/rig.ts';

const FUNCTIONS = ['api', 'scheduler', 'fanout', 'scanner'] as const satisfies FunctionName[];
const STORE_ACTIONS = [
  'refuse',
  'hang',
  'drop-request',
  'drop-reply',
  'drop-reply',
  'truncate',
  'slow-drip',
  { delayMs: 300 },
  { status: 429 },
  { status: 500 },
  { status: 502 },
  { status: 503 },
] as const satisfies Action[];
const LAMBDA_ACTIONS = [
  'refuse',
  'drop-request',
  'drop-reply',
  'forward-twice',
  'forward-twice',
  { delayMs: 500 },
  { status: 429 },
  { status: 500 },
] as const satisfies Action[];

type Fault = (rig: Rig, chance: Chance) => Promise<void>;

const aWhile = (chance: Chance): Promise<void> => sleep(200 + chance.below(2500));

/** Lets some of the requests to a service go wrong for a while. */
const requestsGoWrong: Fault = async (rig, chance) => {
  const proxy = chance.pick([rig.upstash, rig.neon, rig.lambda]);
  const action = chance.pick<Action>(proxy === rig.lambda ? LAMBDA_ACTIONS : STORE_ACTIONS);
  const probability = chance.pick([0.05, 0.2, 0.5]);
  const lift = proxy.add({ match: /./, chance: probability, action });
  await aWhile(chance);
  lift();
};

/** A doorbell that Lambda took and lost. */
const doorbellIsLost: Fault = async (rig, chance) => {
  const lift = rig.lambda.add({ match: / \(event\)/, action: 'accept' });
  await aWhile(chance);
  lift();
};

const kill: Fault = async (rig, chance) => rig.kill(chance.pick(FUNCTIONS));

const killAtPoint: Fault = async (rig, chance) => {
  await rig.killAt(chance.pick(KILL_POINTS), 1 + chance.below(5));
};

/** A function stands still, for so long that its lease may run out, and goes on as if nothing were. */
const freeze: Fault = async (rig, chance) => {
  const thaw = rig.freeze(chance.pick(FUNCTIONS));
  await aWhile(chance);
  if (chance.happens(0.3)) await rig.passTime(400);
  thaw();
};

/** Ticks and doorbells come more than once, at once. */
const eventsComeTwice: Fault = async (rig, chance) => {
  const lambda = new LambdaClient({
    endpoint: rig.stack.endpoints.lambda,
    region: 'local-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const event = { FunctionName: 'scheduler', InvocationType: 'Event' } as const;
  const bell = { FunctionName: 'fanout', InvocationType: 'Event' } as const;
  const Payload = JSON.stringify({ v: 1, hop: chance.below(3) });
  const times = 1 + chance.below(3);
  for (let i = 0; i < times; i += 1) {
    await lambda.send(new InvokeCommand({ ...event, Payload: '{}' }));
    await lambda.send(new InvokeCommand({ ...bell, Payload }));
  }
  lambda.destroy();
};

const timePasses: Fault = async (rig, chance) => rig.passTime(chance.pick([20, 70, 130, 400, -30]));

const redisLosesAll: Fault = async (rig) => void (await rig.redis.command('FLUSHALL'));
const redisForgetsScripts: Fault = async (rig) => void (await rig.redis.command('SCRIPT', 'FLUSH'));

/** Postgres ends every connection but ours. */
const postgresRestarts: Fault = async (rig) => {
  await rig.postgres.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and application_name <> 'test'`,
  );
};

const faults = {
  requestsGoWrong,
  doorbellIsLost,
  kill,
  killAtPoint,
  freeze,
  eventsComeTwice,
  timePasses,
  redisLosesAll,
  redisForgetsScripts,
  postgresRestarts,
} as const satisfies Record<string, Fault>;
export type FaultName = keyof typeof faults;

/** How often each comes, out of the sum. */
const weights: Readonly<Record<FaultName, number>> = {
  requestsGoWrong: 8,
  doorbellIsLost: 1,
  kill: 5,
  killAtPoint: 6,
  freeze: 3,
  eventsComeTwice: 4,
  timePasses: 4,
  redisLosesAll: 1,
  redisForgetsScripts: 1,
  postgresRestarts: 1,
};
const bag = (Object.keys(faults) as FaultName[]).flatMap((name) =>
  Array.from({ length: weights[name] }, () => name),
);

/** Faults on a rig, and how many of each there were. */
export const strikesOf = (rig: Rig) => {
  const struck: Partial<Record<FaultName, number>> = {};
  return {
    struck,
    /** One fault, as chance has it, from its beginning to its end. */
    strikeWith: async (chance: Chance): Promise<void> => {
      const name = bag[chance.below(bag.length)] ?? 'kill';
      await faults[name](rig, chance);
      struck[name] = (struck[name] ?? 0) + 1;
    },
  };
};
