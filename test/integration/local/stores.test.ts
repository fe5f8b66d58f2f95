import { neon, neonConfig } from '@neondatabase/serverless';
import { Redis } from '@upstash/redis';
import { expect, test } from 'vitest';
import { useEmptyPostgres, usePostgres, useRedis } from '#test/support/stores.ts';

const migrated = await usePostgres();
const empty = await useEmptyPostgres();
const { upstashUrl, token } = await useRedis();

const tablesOf = async ({ url, neonEndpoint }: typeof migrated): Promise<string[]> => {
  neonConfig.fetchEndpoint = neonEndpoint;
  const rows = await neon(url)`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`;
  return rows.map(({ tablename }) => tablename);
};

test('a migrated database has the tables of the project, an empty one has none', async () => {
  expect(await tablesOf(migrated)).toContain('network_query_task');
  expect(await tablesOf(empty)).toEqual([]);
});

test('a fresh Redis holds no key', async () => {
  const redis = new Redis({ url: upstashUrl, token, retry: { retries: 0 } });
  expect(await redis.dbsize()).toBe(0);
});
