import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openRedis } from '#shared/store/redis.ts';
import { NETWORK_QUEUE } from '#shared/store/redis-keys.ts';
import { workListOn } from '#shared/store/work-list.ts';
import { bareRedis } from '#test/support/bare-redis.ts';
import { useRedis } from '#test/support/stores.ts';

const { redisUrl, upstashUrl, token } = await useRedis();
const bare = await bareRedis(redisUrl);
afterAll(bare.close);
const workList = workListOn(openRedis(upstashUrl, token));
const LIST = '10.2.0.0/24&22,443&53';
const RUN = { id: 7, key: LIST };
const claim = async (claimId: string, seconds: number, most: number, list = LIST) =>
  (await workList.claim(list, claimId, at(seconds), 60_000, most)).items;
const at = (seconds: number) => new Date(1_700_000_000_000 + seconds * 1000);

beforeEach(async () => {
  await bare.command('FLUSHALL');
});

test('a push puts slices on the list and the name in the queue, byte for byte', async () => {
  await workList.push(RUN, 'step', ['10.2.0.0/25', '10.2.0.128/25']);
  expect(await bare.command('LRANGE', LIST, '0', '-1')).toEqual(['10.2.0.0/25', '10.2.0.128/25']);
  expect(await bare.command('LRANGE', NETWORK_QUEUE, '0', '-1')).toEqual([LIST]);
});

test('a repeated push changes nothing, and the name is never twice in the queue', async () => {
  await workList.push(RUN, 'step', ['10.2.0.0/25']);
  await workList.push(RUN, 'step', ['10.2.0.0/25']);
  await workList.push(RUN, 'another step', ['10.2.0.128/25']);
  expect(await workList.depth(LIST)).toEqual({ waiting: 2, claimed: 0 });
  expect(await workList.depth(NETWORK_QUEUE)).toEqual({ waiting: 1, claimed: 0 });
});

test('a name that a fan-out works on is not queued again', async () => {
  await workList.push(RUN, 'step', ['10.2.0.0/25']);
  const [name] = await claim(randomUUID(), 0, 1, NETWORK_QUEUE);
  expect(name?.value).toBe(LIST);
  await workList.push(RUN, 'another step', ['10.2.0.128/25']);
  expect(await workList.depth(NETWORK_QUEUE)).toEqual({ waiting: 0, claimed: 1 });
});

test('the same claim gives the same items, so a lost reply loses none', async () => {
  await workList.push(RUN, 'step', ['a', 'b', 'c']);
  const claimId = randomUUID();
  const first = await claim(claimId, 0, 2);
  expect(first.map(({ value }) => value)).toEqual(['a', 'b']);
  expect(await claim(claimId, 1, 2)).toEqual(first);
  expect(await workList.depth(LIST)).toEqual({ waiting: 1, claimed: 2 });
});

test('what was claimed and neither finished nor kept comes back, IPv6 text unharmed', async () => {
  await workList.push(RUN, 'step', ['fd12:3456:789a::/120']);
  await claim(randomUUID(), 0, 5);
  expect(await claim(randomUUID(), 59, 5)).toEqual([]);
  const again = await claim(randomUUID(), 61, 5);
  expect(again.map(({ value }) => value)).toEqual(['fd12:3456:789a::/120']);
});

test('an acknowledged item is gone, a kept one stays claimed, one given back waits', async () => {
  await workList.push(RUN, 'step', ['done', 'kept', 'given back']);
  const [done, kept, back] = await claim(randomUUID(), 0, 3);
  if (!done || !kept || !back) throw new Error('three items were there');
  await workList.acknowledge(LIST, [done]);
  await workList.extend(LIST, [kept], at(600));
  await workList.extend(LIST, [back], at(10));
  const next = await claim(randomUUID(), 100, 5);
  expect(next.map(({ value }) => value)).toEqual(['given back']);
  expect(await workList.depth(LIST)).toEqual({ waiting: 0, claimed: 2 });
});

test('reading a list that an old program wrote takes nothing from it; trimming it twice takes it once', async () => {
  await bare.command('RPUSH', LIST, '10.2.0.1', '10.2.0.2', '10.2.0.3');
  expect(await workList.peek(LIST, 0, 2)).toEqual(['10.2.0.1', '10.2.0.2']);
  await workList.trim(LIST, 'run 7', 2);
  await workList.trim(LIST, 'run 7', 2);
  expect(await bare.command('LRANGE', LIST, '0', '-1')).toEqual(['10.2.0.3']);
});

test('five thousand slices are pushed in one step', async () => {
  const values = Array.from({ length: 5000 }, (_, i) => `10.${i >> 8}.${i & 255}.0/24`);
  await workList.push(RUN, 'step', values);
  expect(await workList.depth(LIST)).toEqual({ waiting: 5000, claimed: 0 });
});

test('leftovers of a run that is over go; what an old program or another run put there stays', async () => {
  await workList.push(RUN, 'step', ['10.2.0.0/25']);
  await bare.command('RPUSH', LIST, '10.2.0.1');
  expect(await workList.ownerOf(LIST)).toBe(RUN.id);
  await workList.clear(LIST, RUN.id + 1);
  expect(await workList.depth(LIST)).toEqual({ waiting: 2, claimed: 0 });
  await workList.clear(LIST, RUN.id);
  expect(await bare.command('LRANGE', LIST, '0', '-1')).toEqual(['10.2.0.1']);
  await bare.command('RPUSH', LIST, '10.2.0.0/26');
  await workList.clear(LIST, RUN.id);
  expect(await bare.command('LRANGE', LIST, '0', '-1')).toEqual(['10.2.0.1', '10.2.0.0/26']);
});

test('a network that is left while its list is being filled goes back to the queue', async () => {
  await workList.push(RUN, 'step', ['10.2.0.0/25']);
  const [name] = await claim(randomUUID(), 0, 1, NETWORK_QUEUE);
  if (!name) throw new Error('no name was queued');
  await workList.push({ ...RUN, id: 8 }, 'of the next run', ['10.2.0.0/24']);
  await workList.leave(name);
  await workList.leave(name);
  expect(await workList.depth(NETWORK_QUEUE)).toEqual({ waiting: 1, claimed: 0 });
});

test('what the dead had claimed can be taken back at once', async () => {
  await workList.push(RUN, 'step', ['10.2.0.0/25', '10.2.0.128/25']);
  await claim(randomUUID(), 0, 2);
  await workList.takeBack(LIST);
  await workList.takeBack(LIST);
  expect(await workList.depth(LIST)).toEqual({ waiting: 2, claimed: 0 });
});

test('a claim says whose slices the list holds', async () => {
  await bare.command('RPUSH', LIST, '10.2.0.1');
  const ownerNow = async () => (await workList.claim(LIST, randomUUID(), at(0), 60_000, 1)).owner;
  expect(await ownerNow()).toBeNull();
  await workList.push(RUN, 'step', ['10.2.0.0/25']);
  expect(await ownerNow()).toBe(RUN.id);
});
