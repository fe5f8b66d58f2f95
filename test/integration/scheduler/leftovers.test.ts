import { beforeEach, describe, expect, test } from 'vitest';
import { deleteTasks } from '#functions/api/delete-tasks.ts';
import { writeSchedules } from '#functions/api/write-schedules.ts';
import type { Principal } from '#shared/runtime/auth.ts';
import { setClock } from '#shared/store/clock.ts';
import { scopesIn } from '#shared/store/scopes.ts';
import { tasksIn } from '#shared/store/tasks.ts';
import { interrupted } from '#test/support/interrupted.ts';
import { listeningLog } from '#test/support/listening-log.ts';
import { admin, newTask } from '#test/support/run-fixtures.ts';
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
    'truncate network_query_task, netsweep_run, netsweep_chunk, netsweep_host, netsweep_leftover',
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
