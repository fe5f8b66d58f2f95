import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { openRedis } from '#shared/store/redis.ts';
import { chanceFrom } from '#test/faults/rig/chance.ts';
import { startFaultProxy } from '#test/faults/rig/fault-proxy.ts';
import type { Action } from '#test/faults/rig/fault-rules.ts';
import { bareRedis } from '#test/support/bare-redis.ts';
import { useRedis } from '#test/support/stores.ts';

const { redisUrl, upstashUrl, token } = await useRedis();
const bare = await bareRedis(redisUrl);
const proxy = await startFaultProxy(chanceFrom(1), upstashUrl);
const redis = openRedis(proxy.url, token, 1500);
afterAll(async () => {
  bare.close();
  await proxy.stop();
});
beforeEach(async () => {
  await bare.command('FLUSHALL');
  await bare.command('RPUSH', 'list', '1700000000', 'b', 'c');
});
afterEach(proxy.heal);

test.each<[Action, number]>([
  ['drop-reply', 2],
  ['truncate', 2],
  ['drop-request', 3],
  ['refuse', 3],
  ['hang', 3],
  [{ status: 429 }, 3],
  [{ status: 500 }, 3],
])('a command is sent once and throws: %j', async (action, left) => {
  const rule = { match: /lpop/, action };
  proxy.add(rule);
  await expect(redis.lpop('list')).rejects.toThrow();
  expect(proxy.matched(rule)).toBe(1);
  expect(await bare.command('LLEN', 'list')).toBe(left);
});

test('text stays text, whatever it looks like', async () => {
  expect(await redis.lpop('list')).toBe('1700000000');
});
