import { beforeEach, describe, expect, test } from 'vitest';
import { deleteTasks } from '#functions/api/delete-tasks.ts';
import { writeSchedules } from '#functions/api/write-schedules.ts';
import type { Principal } from '#shared/runtime/auth.ts';
import { setClock } from '#shared/store/clock.ts';
import { enqueue } from '#shared/store/enqueue.ts';
import { leaseKey } from '#shared/store/redis-keys.ts';
import { scopesIn } from '#shared/store/scopes.ts';
import { startRunsIn } from '#shared/store/start-runs.ts';
import { tasksIn } from '#shared/store/tasks.ts';
import { interrupted } from '#test/support/interrupted.ts';
import { listeningLog } from '#test/support/listening-log.ts';
import { admin, newTask, startedRun } from '#test/support/run-fixtures.ts';
import { useScheduler } from '#test/support/scheduler.ts';
import { usePostgres, useRedis } from '#test/support/stores.ts';

const scheduler = await useScheduler(await usePostgres(), await useRedis());
const { db, stores, tick, hget, hset, allFields, command } = scheduler;
const tasks = tasksIn(db);
const log = listeningLog();
const root: Principal = { id: 'token:1', label: '', role: 'admin', owner: 'admin', scopes: [] };
const hourly = { cron: ['0 * * * *'], at: [], timezone: 'UTC' };
const network = '127.0.0.0/30';

/** A task with a schedule in both stores. */
const scheduled = async (more = {}) => {
  const now = new Date();
  const wanted = newTask(network, '22', { schedule: hourly, ...more });
  const [task] = await tasks.create([wanted], admin, now);
  if (!task) throw new Error('no task was made');
  await writeSchedules([task], now, { ...stores, log });
  return task;
};
const remove = (id: number, change = {}) =>
  deleteTasks([id], root, { ...stores, ...change, tasks, log });
const left = async () => (await tasks.list({ limit: 10 }, admin)).tasks;
beforeEach(async () => {
  await command('FLUSHALL');
  await db.execute(
    'truncate network_query_task, netsweep_run, netsweep_chunk, netsweep_host, netsweep_leftover restart identity cascade',
  );
  await setClock(db, 0);
  await scopesIn(db).setDeployment(['127.0.0.0/8']);
  await tick();
});

describe('the field of a task that was deleted', () => {
  test('goes with it, and an old program may write it again', async () => {
    const task = await scheduled();
    await remove(task.id);
    expect(await allFields()).toEqual({});
    await hset(task.key, '[4000000000]');
    await tick();
    expect(await left()).toMatchObject([{ owner: 'legacy', key: task.key }]);
  });

  test('is forgotten by the next tick when the API died before it told Redis', async () => {
    const task = await scheduled();
    await hset(task.key, '[1000]');
    await command('RPUSH', task.key, network);
    await command('RPUSH', 'network:query:queue', task.key);
    await tasks.remove([task.id], admin);
    await tick();
    expect(await allFields()).toEqual({});
    expect(await command('EXISTS', task.key)).toBe(0);
    expect(await command('LLEN', 'network:query:queue')).toBe(0);
    expect(await left()).toEqual([]);
    expect(await stores.dueTimes.leftovers()).toEqual([]);
  });

  test('is nobody’s while a tick goes through the hash', async () => {
    const task = await scheduled();
    await hset(task.key, '[1000]');
    const crontab = interrupted(stores.crontab, 'wasLost', 'before', () =>
      tasks.remove([task.id], admin),
    );
    await tick({ crontab });
    expect(await left()).toEqual([]);
    await tick();
    expect([await allFields(), await left()]).toEqual([{}, []]);
  });

  test('is not written again by a tick that read of the task before', async () => {
    const task = await scheduled();
    const dueTimes = interrupted(stores.dueTimes, 'known', 'after', () => remove(task.id));
    await tick({ dueTimes });
    await tick();
    await tick();
    expect([await allFields(), await left()]).toEqual([{}, []]);
  });

  test('is not written again by somebody who was changing its schedule', async () => {
    const task = await scheduled();
    const crontab = interrupted(stores.crontab, 'set', 'before', () => remove(task.id));
    await writeSchedules([task], new Date(), { ...stores, crontab, log });
    await tick();
    await tick();
    expect([await allFields(), await left()]).toEqual([{}, []]);
  });
});

describe('a task that is made anew while the old one is forgotten', () => {
  test('keeps its schedule when the API forgets the old one', async () => {
    const task = await scheduled();
    await remove(task.id, {
      workList: interrupted(stores.workList, 'forget', 'before', () => scheduled()),
    });
    await tick();
    expect(await hget(task.key)).not.toBeNull();
    expect(await left()).toMatchObject([
      { owner: 'admin', schedule: hourly, nextAt: expect.any(Date) },
    ]);
  });

  test('keeps its schedule when the scheduler does', async () => {
    const task = await scheduled();
    await tasks.remove([task.id], admin);
    const workList = interrupted(stores.workList, 'forget', 'before', () => scheduled());
    await tick({ workList });
    await tick();
    expect(await hget(task.key)).not.toBeNull();
    expect(await left()).toMatchObject([
      { owner: 'admin', schedule: hourly, nextAt: expect.any(Date) },
    ]);
  });
});

describe('a task that goes by another key', () => {
  const rename = async (id: number) => {
    const { key } = newTask(network, '23');
    await tasks.update(id, { key, tcpPorts: '23' }, admin, new Date());
    return key;
  };

  test('is due under that key alone, though the API died before it told Redis', async () => {
    const task = await scheduled();
    const key = await rename(task.id);
    await tick();
    await tick();
    expect(Object.keys(await allFields())).toEqual([key]);
    expect(await left()).toMatchObject([{ id: task.id, key }]);
  });

  test('leaves its key to a task that takes it at once', async () => {
    const task = await scheduled();
    const key = await rename(task.id);
    const next = await scheduled();
    await tick();
    expect(Object.keys(await allFields()).sort()).toEqual([next.key, key].sort());
    expect(await left()).toMatchObject([{ schedule: hourly }, { schedule: hourly }]);
  });
});

describe('the list of a run that is over', () => {
  /** A run whose slices are on its list, one of them claimed by a fan-out that died with it. */
  const begun = async () => {
    const run = await startedRun(db, network, '1-1024');
    const live = { id: run.runId, key: run.task.key };
    await enqueue(live, stores);
    const now = await stores.clock();
    await stores.workList.claim(live.key, 'a claim', now, 60_000, 1);
    return live;
  };
  const leftOf = async (key: string) =>
    Promise.all([command('LLEN', key), command('ZCARD', leaseKey(key))]);

  test('is cleared though nobody looks at it any more, and an old program’s items stay', async () => {
    const run = await begun();
    await stores.planning.pause(run.id);
    await command('LPOP', 'network:query:queue');
    await stores.planning.cancel(run.id, 'no more');
    await command('RPUSH', run.key, '127.0.0.1');
    expect(await leftOf(run.key)).toEqual([4, 1]);
    await tick();
    expect(await leftOf(run.key)).toEqual([1, 0]);
    expect(await stores.workList.owners()).toEqual([]);
  });

  test('is another’s by the time, and left alone', async () => {
    const run = await begun();
    await stores.planning.cancel(run.id, 'no more');
    const runs = interrupted(stores.runs, 'live', 'after', async () => {
      const task = await tasks.get(1, admin);
      if (!task) throw new Error('no task');
      const [id = 0] = await startRunsIn(db)([task]);
      await enqueue({ id, key: task.key }, stores);
    });
    await tick({ runs });
    expect(await stores.workList.owners()).toEqual([{ list: run.key, runId: run.id + 1 }]);
    expect((await leftOf(run.key))[0]).toBeGreaterThanOrEqual(4);
  });

  test('gives an old program’s items back that a fan-out took along as it died', async () => {
    const { key } = newTask(network, '22');
    await command('RPUSH', key, '127.0.0.1', '127.0.0.2');
    const { owner, items } = await stores.workList.claim(key, 'a claim', new Date(), 60_000, 1);
    expect([owner, items]).toMatchObject([null, [{ value: '127.0.0.1' }]]);
    await tick();
    expect(await command('LRANGE', key, '0', '-1')).toEqual(['127.0.0.2', '127.0.0.1']);
    expect(await command('LRANGE', 'network:query:queue', '0', '-1')).toEqual([key]);
    expect([await leftOf(key), await stores.workList.owners()]).toEqual([[2, 0], []]);
  });

  test('is a live one’s, and left alone', async () => {
    const run = await begun();
    await tick();
    expect(await leftOf(run.key)).toEqual([3, 1]);
  });
});

test('F10: a schedule that was changed while the tick moved the old one on is told to Redis', async () => {
  const task = await scheduled();
  await hset(task.key, '[1000]');
  const crontab = interrupted(stores.crontab, 'advance', 'after', () =>
    tasks.update(task.id, { schedule: null }, admin, new Date()),
  );
  await tick({ crontab });
  await tick();
  expect(await hget(task.key)).toBeNull();
  expect(await left()).toMatchObject([{ schedule: null, nextAt: null }]);
});
