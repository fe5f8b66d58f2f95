import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { startRedis } from '#infra/local/redis.ts';
import { startUpstashEndpoint } from '#infra/local/upstash-endpoint.ts';
import { migrateDatabase } from '#shared/store/migrate.ts';
import { createDatabase, type Template, type TestDatabase } from './databases.ts';

export type TestRedis = {
  /** `redis://:…@127.0.0.1:port/0`, for a bare connection. */
  readonly redisUrl: string;
  readonly upstashUrl: string;
  readonly token: string;
  readonly close: () => Promise<void>;
};

const migrated: Template = {
  name: 'migrated',
  prepare: ({ url, neonEndpoint }) => migrateDatabase(url, neonEndpoint),
};

/** A fresh Redis, kept in memory only, with an Upstash endpoint in front of it. */
const createRedis = async (): Promise<TestRedis> => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'netsweep-test-redis-'));
  const redis = await startRedis({ dataFolder, password: 'test', durable: false, log: () => {} });
  const upstash = await startUpstashEndpoint({ redisUrl: redis.url, token: 'test-token' });
  return {
    redisUrl: redis.url,
    upstashUrl: upstash.url,
    token: upstash.token,
    close: async () => {
      await upstash.stop();
      await redis.stop();
      await rm(dataFolder, { recursive: true });
    },
  };
};

/**
 * A database of this test file's own with all migrations, dropped after its last test. At the top of the file:
 * `const { url, neonEndpoint } = await usePostgres();`
 */
export const usePostgres = async (): Promise<TestDatabase> => {
  const database = await createDatabase(migrated);
  afterAll(database.close);
  return database;
};

/** As usePostgres, without any table. */
export const useEmptyPostgres = async (): Promise<TestDatabase> => {
  const database = await createDatabase();
  afterAll(database.close);
  return database;
};

/** A Redis of this test file's own, gone after its last test: `const { upstashUrl, token } = await useRedis();` */
export const useRedis = async (): Promise<TestRedis> => {
  const redis = await createRedis();
  afterAll(redis.close);
  return redis;
};
