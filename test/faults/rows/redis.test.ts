import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { openRedis } from '#shared/store/redis.ts';
import { CRONTAB_HASH, NETWORK_QUEUE, QUARANTINE } from '#shared/store/redis-keys.ts';
import { workListOn } from '#shared/store/work-list.ts';
import { useStory } from '#test/faults/rig/use-story.ts';
import { bareRedis } from '#test/support/bare-redis.ts';
import { useRedis } from '#test/support/stores.ts';

const { rig, call, wanted, create, start, record, expectAllWell } = await useStory();
const redis = await useRedis();
const { command } = rig.redis;
const DOORBELL = /functions\/fanout\/invocations \(event\)/;
const INVOKE = /functions\/scanner\/invocations/;

afterEach(() => command('CONFIG', 'SET', 'maxmemory', '0'));

const view = async (runId: number) => (await call('GET', `/v1/runs/${runId}`)).body;
const keyOf = async (runId: number): Promise<string> =>
  (await rig.postgres.query('select key from netsweep_run where id = $1', [runId])).rows[0].key;
const passes = async (runId: number): Promise<number> => {
  const ticks = await expectAllWell();
  expect(await view(runId)).toMatchObject({ state: 'done', online: 16, chunks: { failed: 0 } });
  return ticks;
};
/** A run of which some chunks are done and others are not; its scanners stand still until `thaw`. */
const halfDone = async () => {
  rig.lambda.add({ match: INVOKE, action: { delayMs: 200 } });
  const run = await start(await create(wanted()));
  await expect
    .poll(async () => (await view(run)).chunks.done, { timeout: 20_000 })
    .toBeGreaterThan(1);
  const thaw = rig.freeze('scanner');
  expect((await view(run)).chunks.done).toBeLessThan(16);
  return { run, thaw };
};

test('F41: Redis loses everything in the middle of a run, which is done with the right count after at most two ticks', async () => {
  const due = Math.floor(await rig.now()) + 500_000;
  const schedule = { at: [due], timezone: 'UTC' };
  const scheduled = await create(wanted({ schedule }));
  const { run, thaw } = await halfDone();
  await command('FLUSHALL');
  thaw();
  expect(await passes(run)).toBeLessThanOrEqual(2);
  const { rows } = await rig.postgres.query('select key from network_query_task where id = $1', [
    scheduled,
  ]);
  expect(await command('HGET', CRONTAB_HASH, rows[0].key)).toBe(`[${due}]`);
});

test('F42: a Redis without memory is given nothing by halves, and the run goes on once it has some', async () => {
  const task = await create(wanted());
  await command('CONFIG', 'SET', 'maxmemory', '1');
  const run = await start(task);
  expect((await view(run)).state).toBe('planned');
  expect(await command('EXISTS', await keyOf(run), NETWORK_QUEUE)).toBe(0);
  // The scheduler cannot go on, and says so.
  await expect(rig.stack.tick()).rejects.toThrow();
  expect(await command('EXISTS', await keyOf(run), NETWORK_QUEUE)).toBe(0);
  await command('CONFIG', 'SET', 'maxmemory', '0');
  await passes(run);
});

test('F42: wherever memory ends, a step is done as a whole or not at all', async () => {
  const list = workListOn(openRedis(redis.upstashUrl, redis.token));
  const bare = await bareRedis(redis.redisUrl);
  const values = Array.from({ length: 3000 }, (_, i) => `10.0.${i >> 8}.${i & 255}/32`);
  const used = Number(/used_memory:(\d+)/.exec(String(await bare.command('INFO', 'memory')))?.[1]);
  const lengths = new Set<unknown>();
  for (let spare = 0; spare < 2_000_000; spare += 100_000) {
    await bare.command('CONFIG', 'SET', 'maxmemory', String(used + spare));
    const run = { id: 1, key: `with ${spare} bytes` };
    const pushed = await list.push(run, run.key, values).then(
      () => true,
      () => false,
    );
    await bare.command('CONFIG', 'SET', 'maxmemory', '0');
    const length = await bare.command('LLEN', run.key);
    expect([spare, length]).toEqual([spare, pushed ? values.length : 0]);
    lengths.add(length);
    await bare.command('FLUSHALL');
  }
  bare.close();
  expect(lengths.size).toBe(2);
});

test('F43: scripts that Redis forgets are sent again', async () => {
  const { run, thaw } = await halfDone();
  await command('SCRIPT', 'FLUSH', 'SYNC');
  thaw();
  await passes(run);
});

test('F47: items that an old program took off a list of ours are put there again', async () => {
  const lift = rig.lambda.add({ match: DOORBELL, action: 'accept' });
  const run = await start(await create(wanted()));
  const stolen = await command('LPOP', await keyOf(run), '5');
  expect(stolen).toHaveLength(5);
  lift();
  await passes(run);
});

test('F47: what an old program writes to a list of ours is set aside unless it is a chunk of the run', async () => {
  const lift = rig.lambda.add({ match: DOORBELL, action: 'accept' });
  const run = await start(await create(wanted()));
  const strange = ['127.43.99.9/32', '10.9.9.9', 'rm -rf /', '127.43.0.0/24'];
  await command('RPUSH', await keyOf(run), ...strange, '127.43.0.9');
  const forbidden = '8.8.8.8/32&53&';
  await command('RPUSH', 'nonsense', '127.0.0.1');
  await command('RPUSH', forbidden, '8.8.8.8');
  await command('RPUSH', NETWORK_QUEUE, 'nonsense', forbidden);
  lift();
  await rig.stack.tick().catch(() => {});
  await expect.poll(() => command('LLEN', QUARANTINE), { timeout: 20_000 }).toBe(6);
  // It stays with whoever wrote it.
  expect(await command('DEL', forbidden)).toBe(1);
  await passes(run);
  const kept = z.array(z.string()).parse(await command('LRANGE', QUARANTINE, '0', '-1'));
  expect(kept.map((entry) => JSON.parse(entry).what).sort()).toEqual(
    [...strange, 'nonsense', forbidden].sort(),
  );
});

test('F39: a task that is deleted while it is probed takes its run with it, and nothing of it counts any more', async () => {
  const { run, thaw } = await halfDone();
  const { task_id: taskId, chunks } = await view(run);
  expect((await call('DELETE', `/v1/tasks/${taskId}`)).status).toBe(204);
  record({ kind: 'delete', outcome: 'ok', taskId });
  record({ kind: 'cancel', outcome: 'ok', runId: run, done: chunks.done });
  thaw();
  await expectAllWell();
  expect((await call('GET', `/v1/tasks/${taskId}`)).status).toBe(404);
  const { rows } = await rig.postgres.query(
    'select state, chunk_done from netsweep_run where id = $1',
    [run],
  );
  expect(rows).toEqual([{ state: 'cancelled', chunk_done: chunks.done }]);
  const event = { v: 1, run_id: run, chunk_no: 15, owner: randomUUID(), rate: 1000 };
  expect(await rig.invoke('scanner', event)).toEqual({ outcome: 'refused', hosts: 0 });
});
