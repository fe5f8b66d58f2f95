import { afterAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { connect } from '#functions/scheduler/connect.ts';
import { type TickDeps, tick } from '#functions/scheduler/tick.ts';
import { setClock } from '#shared/store/clock.ts';
import { openDatabase } from '#shared/store/database.ts';
import { CRONTAB_HASH, NETWORK_QUEUE } from '#shared/store/redis-keys.ts';
import { runsIn } from '#shared/store/runs.ts';
import { scopesIn } from '#shared/store/scopes.ts';
import { tasksIn } from '#shared/store/tasks.ts';
import { bareRedis } from '#test/support/bare-redis.ts';
import { admin, newTask, startedRun } from '#test/support/run-fixtures.ts';
import { usePostgres, useRedis } from '#test/support/stores.ts';

const postgres = await usePostgres();
const redis = await useRedis();
const bare = await bareRedis(redis.redisUrl);
afterAll(bare.close);
const db = openDatabase(postgres.url, postgres.neonEndpoint);
const secrets = {
  postgres_url: postgres.url,
  redis_url: redis.upstashUrl,
  redis_token: redis.token,
};
const environment = {
  NETSWEEP_SECRET_ID: 'stores',
  NETSWEEP_NEON_ENDPOINT: postgres.neonEndpoint,
  NETSWEEP_POLICY: 'local',
  NETSWEEP_FANOUT_FUNCTION: 'fanout',
  NETSWEEP_NOTIFIER_FUNCTION: 'notifier',
} as const;
const stores = connect(secrets, environment);
const tasks = tasksIn(db);
const runs = runsIn(db);
let rung = 0;
let warnings: string[] = [];

const oneTick = (change: Partial<TickDeps> = {}) =>
  tick({
    ...stores,
    ring: async () => {
      rung += 1;
    },
    ringNotifier: async () => {},
    remainingMs: () => 60_000,
    warn: (message) => warnings.push(message),
    ...change,
  });

const hget = (field: string) => bare.command('HGET', CRONTAB_HASH, field);
const allFields = async (): Promise<Record<string, string>> => {
  const flat = z.array(z.string()).parse(await bare.command('HGETALL', CRONTAB_HASH));
  return Object.fromEntries(
    flat.flatMap((field, i) => (i % 2 === 0 ? [[field, flat[i + 1] ?? '']] : [])),
  );
};
const hset = (field: string, value: string) => bare.command('HSET', CRONTAB_HASH, field, value);
const epoch = (date: Date) => Math.floor(date.getTime() / 1000);
const NOW_DATE = new Date();
const NOW = epoch(NOW_DATE);

const runsOf = async (network: string) => {
  const { tasks: found } = await tasks.list({ network, limit: 10 }, admin);
  const lists = await Promise.all(found.map(({ id }) => runs.listOfTask(id, { limit: 10 }, admin)));
  return lists.flatMap((list) => list.runs);
};

beforeEach(async () => {
  await bare.command('FLUSHALL');
  await db.execute(
    'truncate network_query_task, netsweep_run, netsweep_chunk, netsweep_host cascade',
  );
  await setClock(db, 0);
  await scopesIn(db).setDeployment(['127.0.0.0/8', '10.0.0.0/8']);
  rung = 0;
  warnings = [];
});

test("an old program's due time makes one run and the field keeps the times that remain", async () => {
  const field = '127.0.0.0/29&22&';
  const future = NOW + 86_400;
  await hset(field, `[${NOW - 60}, ${future}]`);
  expect(await oneTick()).toMatchObject({ due: 1, planned: 1 });
  expect(await hget(field)).toBe(`[${future}]`);
  expect(await bare.command('LRANGE', NETWORK_QUEUE, '0', '-1')).toEqual([field]);
  expect(await bare.command('LRANGE', field, '0', '-1')).toEqual(['127.0.0.0/29']);
  expect(rung).toBe(1);
  expect(await oneTick()).toMatchObject({ due: 0, live: 1 });
  expect(await runsOf('127.0.0.0/29')).toMatchObject([
    { trigger: 'clock', state: 'queued', scheduledFor: new Date((NOW - 60) * 1000), missed: 0 },
  ]);
});

test('a task that an old program made due, and that may not run now, does not seem to wait for a run', async () => {
  await hset('127.0.0.0/29&22&', `[${NOW - 60}]`);
  expect(await oneTick({ dailyProbes: 1 })).toMatchObject({ due: 1, planned: 0 });
  const { tasks: found } = await tasks.list({ network: '127.0.0.0/29', limit: 1 }, admin);
  expect(found).toMatchObject([{ owner: 'legacy', queryStatus: 0, status: 'new' }]);
});

test('the field goes when no time is left', async () => {
  await hset('127.0.0.0/30&22&', `[${NOW - 5}]`);
  await oneTick();
  expect(await hget('127.0.0.0/30&22&')).toBeNull();
});

test('nonsense that an old program wrote over the field of a scheduled task costs it no due time', async () => {
  const schedule = { cron: ['0 3 * * *'], at: [], timezone: 'UTC' };
  const [task] = await tasks.create([newTask('127.0.2.0/30', '22', { schedule })], admin, NOW_DATE);
  const key = task?.key ?? '';
  await oneTick();
  const before = await hget(key);
  await hset(key, 'soon');
  expect(await oneTick()).toMatchObject({ malformed: 1 });
  await oneTick();
  expect(await hget(key)).toBe(before);
});

test('an old spelling stands for the task it means and is kept as it was written', async () => {
  const field = '127.0.0.1/30&443,22,22&';
  await hset(field, `[${NOW - 5}, ${NOW + 500}]`);
  await oneTick();
  const { tasks: found } = await tasks.list({ network: '127.0.0.0/30', limit: 10 }, admin);
  expect(found).toMatchObject([{ key: field, tcpPorts: '22,443', owner: 'legacy' }]);
  expect(await bare.command('LRANGE', field, '0', '-1')).toEqual(['127.0.0.0/30']);
});

test('a task whose scope is gone is not run, and says why', async () => {
  const [task] = await tasks.create([newTask('10.7.0.0/30')], admin, new Date());
  await scopesIn(db).setDeployment(['127.0.0.0/8']);
  await hset(task?.key ?? '', `[${NOW - 5}]`);
  await oneTick();
  expect(await runsOf('10.7.0.0/30')).toMatchObject([
    { state: 'cancelled', error: expect.stringContaining('scopes') },
  ]);
});

test('Redis is rebuilt from Postgres: schedules and lists come back within two ticks', async () => {
  const schedule = { cron: ['0 3 * * *'], at: [], timezone: 'Europe/Berlin' };
  const [task] = await tasks.create(
    [newTask('127.0.2.0/30', '22', { schedule })],
    admin,
    new Date(),
  );
  await hset('127.0.3.0/30&22&', `[${NOW + 900}]`);
  const { task: live } = await startedRun(db, '127.0.0.0/28', '1-3000');
  await oneTick();
  const fields = await allFields();
  const list = await bare.command('LRANGE', live.key, '0', '-1');
  await bare.command('FLUSHALL');
  await oneTick();
  expect(await allFields()).toEqual(fields);
  expect(await bare.command('LRANGE', live.key, '0', '-1')).toEqual(list);
  expect(await bare.command('LRANGE', NETWORK_QUEUE, '0', '-1')).toEqual([live.key]);
  expect(list).toHaveLength(16);
  expect(Object.keys(fields).sort()).toEqual([task?.key, '127.0.3.0/30&22&']);
});

test('what Redis still has of a deleted task is forgotten, and makes no task anew', async () => {
  const schedule = { cron: ['0 3 * * *'], at: [], timezone: 'UTC' };
  const [task] = await tasks.create([newTask('127.0.2.0/30', '22', { schedule })], admin, NOW_DATE);
  const key = task?.key ?? '';
  await oneTick();
  await hset(key, `[${NOW - 5}]`);
  await bare.command('RPUSH', key, '127.0.2.1');
  // Whoever deleted it died before telling Redis.
  await tasks.remove([task?.id ?? 0], admin);
  expect(await oneTick()).toMatchObject({ due: 0 });
  expect(await allFields()).toEqual({});
  expect(await bare.command('LLEN', key)).toBe(0);
  expect((await tasks.list({ network: '127.0.2.0/30', limit: 1 }, admin)).tasks).toEqual([]);
  // From then on the key is anybody's again.
  await hset(key, `[${NOW - 5}]`);
  expect(await oneTick()).toMatchObject({ due: 1, planned: 1 });
});

test('a task that was renamed is due under its new name alone', async () => {
  const schedule = { cron: ['0 3 * * *'], at: [], timezone: 'UTC' };
  const [task] = await tasks.create([newTask('127.0.2.0/30', '22', { schedule })], admin, NOW_DATE);
  await oneTick();
  const renamed = newTask('127.0.2.0/30', '23', { schedule });
  const { key, tcpPorts } = renamed;
  await tasks.update(task?.id ?? 0, { key, tcpPorts, schedule }, admin, NOW_DATE);
  await oneTick();
  expect(Object.keys(await allFields())).toEqual([key]);
});

test('an old program that takes its field away has switched its schedule off', async () => {
  const field = '127.0.3.0/30&22&';
  await hset(field, `[${NOW + 900}]`);
  await oneTick();
  await bare.command('HDEL', CRONTAB_HASH, field);
  await oneTick();
  expect(await hget(field)).toBeNull();
});

test('an old program that writes over the field of a scheduled task is obeyed', async () => {
  const schedule = { cron: ['0 3 * * *'], at: [], timezone: 'UTC' };
  const [task] = await tasks.create(
    [newTask('127.0.2.0/30', '22', { schedule })],
    admin,
    new Date(),
  );
  await oneTick();
  await hset(task?.key ?? '', `[${NOW - 5}]`);
  const report = await oneTick();
  expect(report).toMatchObject({ due: 1, planned: 1 });
  expect(report.oldestDueSeconds).toBeGreaterThanOrEqual(5);
  expect(report.oldestDueSeconds).toBeLessThan(120);
  expect(await oneTick()).toMatchObject({ oldestDueSeconds: 0 });
  expect(JSON.parse(String(await hget(task?.key ?? '')))[0] % 86_400).toBe(3 * 3600);
});

test('a chunk whose scanner was lost is back on the list after its lease', async () => {
  const { task, runId } = await startedRun(db, '127.0.0.0/30');
  await oneTick();
  await bare.command('DEL', task.key);
  await db.execute(`update netsweep_chunk set state = 'leased', attempt = 1, owner = 'x',
    lease_until = netsweep_now() + interval '60 seconds' where run_id = ${runId}`);
  expect(await oneTick()).toMatchObject({ reaped: 0 });
  await setClock(db, 61);
  expect(await oneTick()).toMatchObject({ reaped: 1 });
  await setClock(db, 70);
  await oneTick();
  expect(await bare.command('LRANGE', task.key, '0', '-1')).toEqual(['127.0.0.0/30']);
});
