import { afterAll, beforeEach, expect, test } from 'vitest';
import { crontabOn } from '#shared/store/crontab.ts';
import { openRedis } from '#shared/store/redis.ts';
import { CRONTAB_HASH } from '#shared/store/redis-keys.ts';
import { bareRedis } from '#test/support/bare-redis.ts';
import { useRedis } from '#test/support/stores.ts';

const { redisUrl, upstashUrl, token } = await useRedis();
const bare = await bareRedis(redisUrl);
afterAll(bare.close);
const crontab = crontabOn(openRedis(upstashUrl, token));
const FIELD = '10.2.0.0/24&22,443&53,67,546';

beforeEach(async () => {
  await bare.command('FLUSHALL');
});

const scanned = async () => {
  const all = [];
  for await (const page of crontab.scan()) all.push(...page);
  return all;
};

test('values come back as the bytes they were written as', async () => {
  for (const value of ['[1599397501, 1599397201]', '1700000000', '[1]', 'true', '{"a":1}', '']) {
    await bare.command('HSET', CRONTAB_HASH, FIELD, value);
    expect(await scanned()).toEqual([{ field: FIELD, value }]);
  }
});

test('every field of a large hash is seen', async () => {
  for (let i = 0; i < 2000; i += 1) {
    await bare.command('HSET', CRONTAB_HASH, `10.0.${i >> 8}.${i & 255}/32&22&`, '[1]');
  }
  expect(new Set((await scanned()).map(({ field }) => field)).size).toBe(2000);
});

test('a field moves on only while its bytes are the expected ones', async () => {
  await bare.command('HSET', CRONTAB_HASH, FIELD, '[1,2]');
  expect(await crontab.advance(FIELD, '[1, 2]', '[3]')).toBe(false);
  expect(await crontab.advance(FIELD, '[1,2]', '[2]')).toBe(true);
  expect(await bare.command('HGET', CRONTAB_HASH, FIELD)).toBe('[2]');
});

test('moving on twice, as after a lost reply, says it is done both times', async () => {
  await bare.command('HSET', CRONTAB_HASH, FIELD, '[1]');
  expect(await crontab.advance(FIELD, '[1]', null)).toBe(true);
  expect(await crontab.advance(FIELD, '[1]', null)).toBe(true);
  expect(await bare.command('HEXISTS', CRONTAB_HASH, FIELD)).toBe(0);
});

test('restoring does not overwrite', async () => {
  await crontab.set([[FIELD, '[7]']]);
  await crontab.restore([
    [FIELD, '[8]'],
    ['10.3.0.0/24&22&', '[9]'],
  ]);
  expect(await bare.command('HGET', CRONTAB_HASH, FIELD)).toBe('[7]');
  expect(await bare.command('HGET', CRONTAB_HASH, '10.3.0.0/24&22&')).toBe('[9]');
});

test('many fields are written, and taken away, in a few commands', async () => {
  const names = Array.from({ length: 250 }, (_, n) => `10.0.0.${n}/32&22&`);
  const calls = async () => {
    const stats = String(await bare.command('INFO', 'commandstats'));
    return [...stats.matchAll(/cmdstat_h(?:set|del):calls=(\d+)/g)].map(([, count]) =>
      Number(count),
    );
  };
  await bare.command('CONFIG', 'RESETSTAT');
  await crontab.set(names.map((name) => [name, '[1]']));
  expect((await scanned()).map(({ field }) => field).sort()).toEqual(names.toSorted());
  await crontab.set(names.map((name, n) => [name, n === 7 ? '[2]' : null]));
  expect(await scanned()).toEqual([{ field: names[7], value: '[2]' }]);
  expect((await calls()).reduce((sum, count) => sum + count, 0)).toBe(3 + 3 + 1);
});

test('a Redis that lost everything is told from one that did not', async () => {
  expect(await crontab.wasLost()).toBe(true);
  await crontab.markWhole();
  expect(await crontab.wasLost()).toBe(false);
});
