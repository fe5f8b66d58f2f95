import { expect, test } from 'vitest';
import { admitBy } from '#shared/runtime/request-rate.ts';
import { openRedis } from '#shared/store/redis.ts';
import { requestAllowanceOn } from '#shared/store/request-allowance.ts';
import { useRedis } from '#test/support/stores.ts';

const { upstashUrl, token } = await useRedis();
const redis = openRedis(upstashUrl, token);
let nowMs = 1_795_000_000_000;
const clock = () => nowMs;
const take = requestAllowanceOn(redis, 300, clock);

test('twice a second’s worth may come at once, and then as many as the time that passes makes up for', async () => {
  expect(await take('burst', 600)).toEqual({ granted: 600, waitMs: 0 });
  expect(await take('burst', 1)).toEqual({ granted: 0, waitMs: 4 });
  nowMs += 100;
  expect(await take('burst', 600)).toEqual({ granted: 30, waitMs: 0 });
  nowMs += 60_000;
  expect(await take('burst', 1000)).toEqual({ granted: 600, waitMs: 0 });
});

test('nothing is lost or won by how the requests are parted', async () => {
  // Redis forgets a caller by a clock of its own, and ours stands still: most is used up, so that it is not soon.
  await take('parted', 500);
  let granted = 0;
  for (let i = 0; i < 101; i += 1) granted += (await take('parted', 1)).granted;
  expect(granted).toBe(100);
});

test('environments share what a caller has, and others have their own', async () => {
  const environments = [1, 2, 3, 4].map(() => admitBy(take, clock, 30_000));
  const ask = async (caller: string, n: number): Promise<number> => {
    const waits = environments.map(async (admit) => {
      let admitted = 0;
      for (let i = 0; i < n; i += 1) if ((await admit(caller)) === 0) admitted += 1;
      return admitted;
    });
    return (await Promise.all(waits)).reduce((sum, admitted) => sum + admitted, 0);
  };
  await take('flood', 500);
  expect(await ask('flood', 250)).toBe(100);
  expect(await ask('calm', 10)).toBe(40);
});

test('what is left of a caller is forgotten by itself', async () => {
  await take('gone', 300);
  const left = Number(await redis.pttl('netsweep:rl:gone'));
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThanOrEqual(1000);
});
