import { Pool } from 'pg';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { setClock } from '#shared/store/clock.ts';
import { CRONTAB_HASH, QUARANTINE } from '#shared/store/redis-keys.ts';
import { scopesIn } from '#shared/store/scopes.ts';
import { tasksIn } from '#shared/store/tasks.ts';
import { check } from '#test/faults/checker.ts';
import { type History, newHistory } from '#test/faults/history.ts';
import { chanceFrom } from '#test/faults/rig/chance.ts';
import { startFaultProxy } from '#test/faults/rig/fault-proxy.ts';
import { interrupted } from '#test/support/interrupted.ts';
import { admin, newTask, startedRun } from '#test/support/run-fixtures.ts';
import { useScheduler } from '#test/support/scheduler.ts';
import { usePostgres, useRedis } from '#test/support/stores.ts';

const postgres = await usePostgres();
const redis = await useRedis();
const upstash = await startFaultProxy(chanceFrom(1), redis.upstashUrl);
const scheduler = await useScheduler(postgres, { ...redis, upstashUrl: upstash.url });
const { db, stores, tick, hget, hset, allFields, runsOf, command, warnings } = scheduler;
const pool = new Pool({ connectionString: postgres.url });
// Sessions are killed on purpose.
pool.on('error', () => {});
afterAll(async () => {
  await upstash.stop();
  await pool.end();
});
const tasks = tasksIn(db);
const NOW = Math.floor(Date.now() / 1000);
const FIELD = '127.0.0.0/30&22&';
const NETWORK = '127.0.0.0/30';
let history: History = newHistory();

beforeEach(async () => {
  await command('FLUSHALL');
  await pool.query(
    'truncate network_query_task, netsweep_run, netsweep_chunk, netsweep_host, netsweep_leftover cascade',
  );
  await setClock(db, 0);
  await scopesIn(db).setDeployment(['127.0.0.0/8']);
  warnings.length = 0;
  history = newHistory();
});

afterEach(async () => {
  upstash.heal();
  vi.useRealTimers();
  const evidence = { history, postgres: pool, redis: command, isSettled: false };
  expect(await check(evidence)).toEqual([]);
});

const scheduled = async (schedule: { cron?: string[]; at?: number[] }, network = NETWORK) => {
  const whole = { cron: [], at: [], timezone: 'UTC', ...schedule };
  const wanted = newTask(network, '22', { schedule: whole });
  const [task] = await tasks.create([wanted], admin, new Date());
  if (!task) throw new Error('no task was made');
  return task;
};

test('F06: eight schedulers, each with its event twice, make one run of each due time', async () => {
  const networks = Array.from({ length: 4 }, (_, i) => `127.0.1.${4 * i}/30`);
  for (const network of networks) await hset(`${network}&22&`, `[${NOW - 5}, ${NOW + 5000}]`);
  await Promise.all(Array.from({ length: 16 }, () => tick()));
  for (const network of networks) {
    expect(await runsOf(network)).toHaveLength(1);
    expect(await hget(`${network}&22&`)).toBe(`[${NOW + 5000}]`);
  }
});

describe('F08: a due time whose tick was cut off', () => {
  test('after Redis had moved it on makes its run all the same, once', async () => {
    const task = await scheduled({ at: [NOW + 60] });
    await tick();
    await setClock(db, 61);
    upstash.add({ match: /current == ARGV\[3\]/, nth: 1, action: 'drop-reply' });
    await expect(tick()).rejects.toThrow();
    expect(await hget(task.key)).toBeNull();
    expect(await runsOf(NETWORK)).toMatchObject([{ state: 'planned' }]);
    await tick();
    await tick();
    expect(await runsOf(NETWORK)).toMatchObject([{ state: 'queued', missed: 0 }]);
    expect(await hget(task.key)).toBeNull();
    expect(await command('LLEN', task.key)).toBe(1);
  });

  test('before its run was queued is promoted by the next one', async () => {
    await hset(FIELD, `[${NOW - 5}]`);
    upstash.add({ match: /LPOS/, nth: 1, action: 'drop-request' });
    await expect(tick()).rejects.toThrow();
    expect(await runsOf(NETWORK)).toMatchObject([{ state: 'planned' }]);
    await tick();
    expect(await runsOf(NETWORK)).toMatchObject([{ state: 'queued' }]);
    expect(await command('LRANGE', FIELD, '0', '-1')).toEqual([NETWORK]);
  });
});

describe('F09: after one hour without ticks', () => {
  test('all overdue times that an old program wrote are one run, which says how many it stands for', async () => {
    await hset(FIELD, `[${NOW - 30}, ${NOW - 3600}, ${NOW - 1800}, ${NOW + 900}]`);
    expect(await tick()).toMatchObject({ due: 1, planned: 1 });
    expect(await runsOf(NETWORK)).toMatchObject([
      { scheduledFor: new Date((NOW - 3600) * 1000), missed: 2 },
    ]);
    expect(await hget(FIELD)).toBe(`[${NOW + 900}]`);
  });

  test('a task of every five minutes has one run for twelve, and goes on with its next time', async () => {
    const task = await scheduled({ cron: ['*/5 * * * *'] });
    await tick();
    const [first] = JSON.parse(String(await hget(task.key)));
    await setClock(db, first + 3601 - NOW);
    const { due, planned } = await tick();
    expect([due, planned]).toEqual([1, 1]);
    expect(await runsOf(NETWORK)).toMatchObject([
      { scheduledFor: new Date(first * 1000), missed: 12 },
    ]);
    expect(await hget(task.key)).toBe(`[${first + 3900}]`);
    for (let i = 0; i <= 12; i += 1)
      history.record({ kind: 'due', taskId: task.id, epochSeconds: first + i * 300 });
  });
});

describe('F10: a schedule that is changed between the tick’s look and its move', () => {
  test('by an old program stays as that program wrote it, and what was due has run once', async () => {
    await hset(FIELD, `[${NOW - 5}]`);
    const edit = `[${NOW + 777}]`;
    const crontab = interrupted(stores.crontab, 'advance', 'before', () => hset(FIELD, edit));
    await tick({ crontab });
    expect(await hget(FIELD)).toBe(edit);
    await tick();
    expect(await hget(FIELD)).toBe(edit);
    expect(await runsOf(NETWORK)).toHaveLength(1);
  });

  test('by an old program, with the due time still in it, has one run of that', async () => {
    await hset(FIELD, `[${NOW - 5}]`);
    const edit = `[${NOW - 5}, ${NOW + 777}]`;
    const crontab = interrupted(stores.crontab, 'advance', 'before', () => hset(FIELD, edit));
    await tick({ crontab });
    await tick();
    expect(await hget(FIELD)).toBe(`[${NOW + 777}]`);
    expect(await runsOf(NETWORK)).toHaveLength(1);
  });

  test('by the API stays as the API has it, and the run that was planned goes on', async () => {
    const task = await scheduled({ at: [NOW + 60] });
    await tick();
    await setClock(db, 61);
    const at = NOW + 9000;
    const crontab = interrupted(stores.crontab, 'advance', 'before', () =>
      tasks.update(
        task.id,
        { schedule: { cron: [], at: [at], timezone: 'UTC' } },
        admin,
        new Date(),
      ),
    );
    await tick({ crontab });
    await tick();
    expect(await hget(task.key)).toBe(`[${at}]`);
    expect(await runsOf(NETWORK)).toMatchObject([{ state: 'queued' }]);
  });
});

test('F11: malformed fields are set aside and counted, those outside the scopes left and reported, the others served', async () => {
  const values = ['[]', '{}', 'soon', '["1"]', '[1599397501000]', '[null]', '', '[1', '1599397501'];
  values.push('[-1]', '[1.5]', '[1e99]', '[true]', 'null', '[[1]]', '{"0":1}', '\u0000', '[1,]');
  for (const [i, value] of values.entries()) await hset(`127.0.1.${i}/32&22&`, value);
  await hset('127.0.0.0/30&99999&', `[${NOW - 5}]`);
  await hset('not a task', `[${NOW - 5}]`);
  await hset('192.168.1.0/24&22&', `[${NOW - 5}]`);
  await hset(FIELD, `[${NOW - 5}]`);
  // No nonsense, only long: as many times as an argument list could not hold.
  const many = Array.from({ length: 200_000 }, (_, i) => NOW - 5 - i);
  await hset('127.0.2.0/30&22&', JSON.stringify(many));
  const malformed = values.length + 2;
  expect(await tick()).toMatchObject({
    planned: 2,
    malformed,
    quarantined: malformed,
    refused: 1,
  });
  expect(malformed).toBe(20);
  expect(warnings).toHaveLength(malformed + 1);
  expect(await allFields()).toEqual({ '192.168.1.0/24&22&': `[${NOW - 5}]` });
  expect(await tick()).toMatchObject({ malformed: 0, quarantined: malformed, refused: 1 });
  const kept = z.array(z.string()).parse(await command('LRANGE', QUARANTINE, '0', '-1'));
  expect(kept.map((entry) => JSON.parse(entry).what)).toContain('127.0.1.3/32&22& ["1"]');
  expect(await runsOf('192.168.1.0/24')).toEqual([]);
  expect(await runsOf('127.0.2.0/30')).toMatchObject([{ missed: 199_999 }]);
});

test.each([600, -600])(
  'F12: a function whose clock is %i s off makes due what is due, once',
  async (skew) => {
    const [past, soon] = ['127.0.1.0/30', '127.0.1.4/30'];
    await hset(`${past}&22&`, `[${NOW - 60}]`);
    await hset(`${soon}&22&`, `[${NOW + 300}]`);
    const task = await scheduled({ cron: ['*/5 * * * *'] });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + skew * 1000 });
    expect(await tick()).toMatchObject({ due: 1, planned: 1 });
    const [next = 0] = z.array(z.number()).parse(JSON.parse(String(await hget(task.key))));
    vi.useRealTimers();
    await tick();
    expect(await runsOf(past)).toHaveLength(1);
    expect(await runsOf(soon)).toEqual([]);
    expect(await runsOf(NETWORK)).toEqual([]);
    expect(next % 300).toBe(0);
    await setClock(db, next - NOW + 1);
    await tick();
    expect(await runsOf(NETWORK)).toMatchObject([{ scheduledFor: new Date(next * 1000) }]);
  },
);

describe('F13: of ten thousand due fields', () => {
  const FIELDS = 10_000;
  const fieldOf = (i: number) => `127.${1 + (i >> 8)}.${i & 255}.0/32&22&`;
  const fill = async () => {
    const order = Array.from({ length: FIELDS }, (_, i) => (i * 7919) % FIELDS);
    // The one with the largest number has waited longest.
    const words = order.flatMap((i) => [fieldOf(i), `[${NOW - 5 - i}]`]);
    await command('HSET', CRONTAB_HASH, ...words);
  };

  test('a tick takes five hundred, those that have waited longest, and the next one the next', async () => {
    await fill();
    const planned: string[] = [];
    // What becomes of each is told elsewhere: here only Redis is real.
    const known = await scheduled({});
    const quick = {
      tasks: { find: async () => known, findOrAdopt: async () => known },
      dueTimes: { ...stores.dueTimes, note: async () => {} },
      planning: {
        ...stores.planning,
        plan: async (_task: unknown, { key }: { key: string }) => {
          planned.push(key);
          return { runId: 1, verdict: 'exists' as const };
        },
      },
    };
    for (let nth = 1; nth <= 2; nth += 1) {
      expect(await tick(quick)).toMatchObject({ due: 500 });
      expect(await command('HLEN', CRONTAB_HASH)).toBe(FIELDS - 500 * nth);
    }
    const longest = Array.from({ length: 1000 }, (_, i) => fieldOf(FIELDS - 1 - i));
    expect(planned).toEqual(longest);
  });

  test.each([
    ['on its list what it has planned', 20_000, true],
    ['nothing on a list, which the next tick does', 9000, false],
  ])('a tick whose time runs short plans no more and puts %s', async (_, leftMs, isListed) => {
    await fill();
    let planned = 0;
    let rung = 0;
    const plan: typeof stores.planning.plan = async (...given) => {
      planned += 1;
      return stores.planning.plan(...given);
    };
    const ring = async () => {
      rung += 1;
    };
    const report = await tick({
      planning: { ...stores.planning, plan },
      remainingMs: () => (planned < 40 ? 60_000 : leftMs),
      ring,
    });
    // What was begun beside the last of them is done as well.
    const { due } = report;
    expect(due).toBeGreaterThanOrEqual(40);
    expect(due).toBeLessThan(50);
    expect(report).toMatchObject({ planned: due, live: isListed ? due : 0 });
    expect(await command('HLEN', CRONTAB_HASH)).toBe(FIELDS - due);
    await command('DEL', CRONTAB_HASH);
    expect(await tick({ ring })).toMatchObject({ due: 0, live: due });
    expect(rung).toBe(isListed ? 2 : 1);
  });
});

test('F14: a due time while the run before it is live is recorded as skipped, not lost and not doubled', async () => {
  const { task } = await startedRun(db, NETWORK);
  await hset(task.key, `[${NOW - 5}]`);
  await Promise.all([tick(), tick()]);
  expect(await runsOf(NETWORK)).toMatchObject([
    { state: 'cancelled', error: expect.stringContaining('overlap') },
    { trigger: 'click', state: 'queued' },
  ]);
  expect(await hget(task.key)).toBeNull();
  history.record({ kind: 'due', taskId: task.id, epochSeconds: NOW - 5 });
});

test('F15: planning that is cut off half way has planned nothing, and the next tick plans all of it', async () => {
  await hset('127.0.0.0/16&1-100&', `[${NOW - 5}]`);
  // Chunk 100 of 128 is as far as it gets.
  await pool.query(`create function stall() returns trigger language plpgsql as $$
    begin perform pg_sleep(60); return new; end $$`);
  await pool.query(`create trigger stall before insert on netsweep_chunk for each row
    when (new.chunk_no = 100) execute function stall()`);
  const cutOff = expect(tick()).rejects.toThrow();
  const stalled = `select pid from pg_stat_activity
    where datname = current_database() and wait_event = 'PgSleep'`;
  await expect.poll(async () => (await pool.query(stalled)).rowCount, { timeout: 5000 }).toBe(1);
  await pool.query(`select pg_terminate_backend(pid) from (${stalled}) s`);
  await cutOff;
  await pool.query('drop function stall cascade');
  const { rows } = await pool.query(
    'select (select count(*) from netsweep_run) + (select count(*) from netsweep_chunk) as n',
  );
  expect(Number(rows[0].n)).toBe(0);
  expect(await tick()).toMatchObject({ planned: 1 });
  expect(await runsOf('127.0.0.0/16')).toMatchObject([{ chunks: { total: 128 } }]);
});
