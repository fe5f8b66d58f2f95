import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type WireRun, wireRun, wireRuns, wireTask, wireTasks } from '#shared/domain/wire.ts';
import { liveApi } from '#test/support/live-api.ts';
import { useScheduler } from '#test/support/scheduler.ts';
import { usePostgres, useRedis } from '#test/support/stores.ts';

const postgres = await usePostgres();
const redis = await useRedis();
const scheduler = await useScheduler(postgres, redis);
const api = await liveApi({ postgres, redis }, 'local', ['127.0.0.0/8']);
const { call: alice } = await api.caller('alice', 'operator');
const { call: bob } = await api.caller('bob', 'operator');
const open = async () => {
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  afterAll(() => client.end());
  return client;
};
const [sql, other] = [await open(), await open()];
const queue = () => scheduler.command('LRANGE', 'network:query:queue', '0', '-1');
const KEY = '127.0.0.0/28&22&';

const does = async (id: number, what: 'pause' | 'resume' | 'cancel'): Promise<WireRun> =>
  wireRun.parse((await alice({ method: 'POST', path: `/v1/runs/${id}/${what}` })).body);
const start = async () => {
  const body = { networks: ['127.0.0.0/28'], tcp_ports: '22' };
  const { tasks } = wireTasks.parse(
    (await alice({ method: 'POST', path: '/v1/tasks', body })).body,
  );
  const taskId = tasks[0]?.id ?? 0;
  const started = await alice({ method: 'POST', path: '/v1/runs', body: { task_ids: [taskId] } });
  return { taskId, id: wireRuns.parse(started.body).runs[0]?.id ?? 0 };
};
const take = (client: Client, id: number) =>
  client.query("select attempt from netsweep_take($1, 0, 'somebody', 60000)", [id]);

beforeEach(async () => {
  await sql.query('truncate network_query_task, netsweep_run, netsweep_chunk cascade');
  await scheduler.command('FLUSHALL');
});

describe('a run that is held up', () => {
  it('says so, goes on where it was, and may be told both twice', async () => {
    const { id, taskId } = await start();
    expect(await does(id, 'pause')).toMatchObject({ state: 'paused' });
    expect(await does(id, 'pause')).toMatchObject({ state: 'paused' });
    const task = wireTask.parse((await alice({ path: `/v1/tasks/${taskId}` })).body);
    expect(task).toMatchObject({ status: 'paused', query_status: 4, live_run_id: id });
    expect((await take(sql, id)).rows).toEqual([]);
    const rung = api.rung.length;
    expect(await does(id, 'resume')).toMatchObject({ state: 'queued' });
    expect(api.rung).toHaveLength(rung + 1);
    expect((await take(sql, id)).rows).toEqual([{ attempt: 1 }]);
    expect(await does(id, 'resume')).toMatchObject({ state: 'probing' });
    expect(api.rung).toHaveLength(rung + 1);
  });

  it('knows how long it was, once it had started, however often', async () => {
    const { id } = await start();
    const pauseAnHour = async () => {
      await does(id, 'pause');
      await sql.query(
        "update netsweep_run set paused_at = paused_at - interval '1 hour' where id = $1",
        [id],
      );
      await does(id, 'resume');
      const { rows } = await sql.query(
        'select paused_at, paused_seconds from netsweep_run where id = $1',
        [id],
      );
      expect(rows[0].paused_at).toBeNull();
      return Math.floor(rows[0].paused_seconds / 3600);
    };
    expect(await pauseAnHour()).toBe(0);
    await take(sql, id);
    expect([await pauseAnHour(), await pauseAnHour()]).toEqual([1, 2]);
  });

  it('stays off the list until it goes on, and then is all on it, though Redis lost everything', async () => {
    const { id } = await start();
    await does(id, 'pause');
    await scheduler.command('FLUSHALL');
    await scheduler.tick();
    expect(await queue()).toEqual([]);
    await does(id, 'resume');
    expect(await queue()).toEqual([KEY]);
    expect(await scheduler.command('LRANGE', KEY, '0', '-1')).toEqual(['127.0.0.0/28']);
  });

  it('is set going by the next tick when the API died after it had said so to Postgres', async () => {
    const { id } = await start();
    await does(id, 'pause');
    await scheduler.command('FLUSHALL');
    await sql.query('select netsweep_resume($1)', [id]);
    await scheduler.tick();
    expect(await queue()).toEqual([KEY]);
    expect(await does(id, 'resume')).toMatchObject({ state: 'queued' });
  });

  it('begins no chunk that was being taken while it was held up', async () => {
    const { id } = await start();
    await sql.query('begin');
    await sql.query('select netsweep_pause($1)', [id]);
    const taken = take(other, id);
    await sleep(100);
    await sql.query('commit');
    expect((await taken).rows).toEqual([]);
    const { rows } = await sql.query(
      'select state, attempt from netsweep_chunk where run_id = $1',
      [id],
    );
    expect(rows).toEqual([{ state: 'pending', attempt: 0 }]);
  });

  it('can be cancelled, and one that is over neither pauses nor goes on', async () => {
    const { id } = await start();
    await does(id, 'pause');
    const over = await does(id, 'cancel');
    expect(over).toMatchObject({ state: 'cancelled' });
    expect([await does(id, 'pause'), await does(id, 'resume')]).toEqual([over, over]);
  });

  it('is nobody else’s to hold up', async () => {
    const { id } = await start();
    for (const what of ['pause', 'resume']) {
      const { status } = await bob({ method: 'POST', path: `/v1/runs/${id}/${what}` });
      expect(status).toBe(404);
    }
    expect(await does(id, 'resume')).toMatchObject({ state: 'queued' });
  });
});
