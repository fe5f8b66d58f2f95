import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { quarantineOn } from '#shared/store/quarantine.ts';
import { openRedis } from '#shared/store/redis.ts';
import { CRONTAB_HASH, QUARANTINE } from '#shared/store/redis-keys.ts';
import { workListOn } from '#shared/store/work-list.ts';
import { bareRedis } from '#test/support/bare-redis.ts';
import { useRedis } from '#test/support/stores.ts';

const { redisUrl, upstashUrl, token } = await useRedis();
const bare = await bareRedis(redisUrl);
afterAll(bare.close);
const redis = openRedis(upstashUrl, token);
const quarantine = quarantineOn(redis);
const workList = workListOn(redis);
const NOW = new Date('2026-11-23T09:00:00Z');
const LIST = '10.2.0.0/24&22&';

const kept = async () =>
  z
    .array(z.string())
    .parse(await bare.command('LRANGE', QUARANTINE, '0', '-1'))
    .map((entry) => JSON.parse(entry));

beforeEach(async () => {
  await bare.command('FLUSHALL');
});

test('a field is taken out of the hash and kept, with who wrote it and why', async () => {
  await bare.command('HSET', CRONTAB_HASH, LIST, 'soon', '10.3.0.0/24&22&', '[1]');
  expect(await quarantine.field(LIST, 'soon', 'no list of times', NOW)).toBe(true);
  expect(await bare.command('HGETALL', CRONTAB_HASH)).toEqual(['10.3.0.0/24&22&', '[1]']);
  expect(await kept()).toEqual([
    {
      at: '2026-11-23T09:00:00.000Z',
      from: CRONTAB_HASH,
      what: `${LIST} soon`,
      reason: 'no list of times',
    },
  ]);
});

test('a field that somebody mends meanwhile stays', async () => {
  await bare.command('HSET', CRONTAB_HASH, LIST, '[1]');
  expect(await quarantine.field(LIST, 'soon', 'no list of times', NOW)).toBe(false);
  expect(await bare.command('HGET', CRONTAB_HASH, LIST)).toBe('[1]');
  expect(await quarantine.size()).toBe(0);
});

test('repeated after a lost reply, nothing is kept twice', async () => {
  await bare.command('HSET', CRONTAB_HASH, LIST, 'soon');
  await bare.command('RPUSH', LIST, 'rubbish');
  const { items } = await workList.claim(LIST, randomUUID(), NOW, 60_000, 1);
  for (const _ of [1, 2]) {
    await quarantine.field(LIST, 'soon', 'no list of times', NOW);
    await quarantine.items(LIST, items, 'no chunk of its run', NOW);
    await quarantine.values(LIST, 'step', ['a', 'b'], 'no address of its network', NOW);
  }
  expect((await kept()).map(({ what }) => what)).toEqual([`${LIST} soon`, 'rubbish', 'a', 'b']);
  expect(await workList.depth(LIST)).toEqual({ waiting: 0, claimed: 0 });
});

test('an item whose lease was lost to somebody else is theirs to judge', async () => {
  await bare.command('RPUSH', LIST, 'rubbish');
  const { items } = await workList.claim(LIST, randomUUID(), NOW, 1000, 1);
  await workList.claim(LIST, randomUUID(), new Date(NOW.getTime() + 2000), 60_000, 1);
  await quarantine.items(LIST, items, 'no chunk of its run', NOW);
  expect(await quarantine.size()).toBe(0);
  expect(await workList.depth(LIST)).toEqual({ waiting: 0, claimed: 1 });
});

test('it is bounded, in entries and in what is kept of each; the newest stay', async () => {
  const values = Array.from({ length: 3000 }, (_, i) => `${i} ${'x'.repeat(5000)}`);
  await quarantine.values(LIST, 'step', values, 'no address of its network', NOW);
  await quarantine.values(LIST, 'another', ['last'], 'no address of its network', NOW);
  const entries = await kept();
  expect(entries).toHaveLength(1000);
  expect(entries[0].what).toMatch(/^2001 x{195}$/);
  expect(entries.at(-1).what).toBe('last');
});

test('nothing set aside is nothing kept', async () => {
  await quarantine.items(LIST, [], 'no chunk of its run', NOW);
  await quarantine.values(LIST, 'step', [], 'no address of its network', NOW);
  expect(await bare.command('KEYS', '*')).toEqual([]);
});
