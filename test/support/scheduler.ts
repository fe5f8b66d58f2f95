import { afterAll } from 'vitest';
import { z } from 'zod';
import { connect } from '#functions/scheduler/connect.ts';
import { type TickDeps, tick } from '#functions/scheduler/tick.ts';
import { openDatabase } from '#shared/store/database.ts';
import { CRONTAB_HASH } from '#shared/store/redis-keys.ts';
import { runsIn } from '#shared/store/runs.ts';
import { tasksIn } from '#shared/store/tasks.ts';
import { bareRedis } from './bare-redis.ts';
import type { TestDatabase } from './databases.ts';
import { admin } from './run-fixtures.ts';
import type { TestRedis } from './stores.ts';

/** The scheduler in this process over given stores, with an old program's connection to Redis. */
export const useScheduler = async (postgres: TestDatabase, redis: TestRedis) => {
  const bare = await bareRedis(redis.redisUrl);
  afterAll(bare.close);
  const db = openDatabase(postgres.url, postgres.neonEndpoint);
  const secrets = {
    postgres_url: postgres.url,
    redis_url: redis.upstashUrl,
    redis_token: redis.token,
  };
  const stores = connect(secrets, {
    NETSWEEP_SECRET_ID: 'stores',
    NETSWEEP_NEON_ENDPOINT: postgres.neonEndpoint,
    NETSWEEP_POLICY: 'local',
    NETSWEEP_FANOUT_FUNCTION: 'fanout',
    NETSWEEP_NOTIFIER_FUNCTION: 'notifier',
  });
  const warnings: string[] = [];
  const tasks = tasksIn(db);
  const runs = runsIn(db);

  return {
    db,
    stores,
    command: bare.command,
    warnings,
    tick: (change: Partial<TickDeps> = {}) =>
      tick({
        ...stores,
        ring: async () => {},
        ringNotifier: async () => {},
        remainingMs: () => 60_000,
        warn: (message) => warnings.push(message),
        ...change,
      }),
    hget: (field: string) => bare.command('HGET', CRONTAB_HASH, field),
    hset: (field: string, value: string) => bare.command('HSET', CRONTAB_HASH, field, value),
    allFields: async (): Promise<Record<string, string>> => {
      const flat = z.array(z.string()).parse(await bare.command('HGETALL', CRONTAB_HASH));
      return Object.fromEntries(
        flat.flatMap((field, i) => (i % 2 === 0 ? [[field, flat[i + 1] ?? '']] : [])),
      );
    },
    /** Runs of all tasks of a network, newest first. */
    runsOf: async (network: string) => {
      const { tasks: found } = await tasks.list({ network, limit: 10 }, admin);
      const lists = await Promise.all(
        found.map(({ id }) => runs.listOfTask(id, { limit: 10 }, admin)),
      );
      return lists.flatMap((list) => list.runs);
    },
  };
};
