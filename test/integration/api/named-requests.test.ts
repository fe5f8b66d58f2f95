import { Client } from 'pg';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { wireRuns, wireTasks } from '#shared/domain/wire.ts';
import { setClock } from '#shared/store/clock.ts';
import { openDatabase } from '#shared/store/database.ts';
import { liveApi } from '#test/support/live-api.ts';
import { usePostgres, useRedis } from '#test/support/stores.ts';

const postgres = await usePostgres();
const db = openDatabase(postgres.url, postgres.neonEndpoint);
const sql = new Client({ connectionString: postgres.url });
await sql.connect();
afterAll(() => sql.end());
const api = await liveApi({ postgres, redis: await useRedis() }, 'local', ['127.0.0.0/8']);
const { token } = await api.caller('alice', 'operator');

beforeEach(async () => {
  await db.execute(
    'truncate network_query_task, netsweep_run, netsweep_chunk, netsweep_request cascade',
  );
  await setClock(db, 0);
});

const post = (path: string, key: string, body: unknown) =>
  api.ask({
    method: 'POST',
    path,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'Idempotency-Key': key,
    },
    body: JSON.stringify(body),
  });
const create = async (key: string, tcp_ports = '22') => {
  const { status, body } = await post('/v1/tasks', key, { networks: ['127.0.0.0/28'], tcp_ports });
  expect(status).toBe(201);
  return wireTasks.parse(body).tasks;
};
const start = async (key: string, task_ids: number[]) => {
  const { status, body } = await post('/v1/runs', key, { task_ids });
  expect(status).toBe(202);
  return wireRuns.parse(body).runs.map(({ id }) => id);
};
/** The function died after the effect and before its answer was kept; its name is free to be begun again. */
const loseAnswers = () =>
  sql.query(
    "update netsweep_request set status = null, reply = null, begun_at = begun_at - interval '31 seconds'",
  );
describe('a name that was used before', () => {
  it('makes new tasks a day later, not those that it made then', async () => {
    const [old] = await create('nightly', '22');
    await setClock(db, 86_500);
    const [made] = await create('nightly', '24');
    expect(made).toMatchObject({ tcp_ports: '24' });
    expect(made?.id).not.toBe(old?.id);
  });

  it('starts a new run a day later, not that which it started then', async () => {
    const [task] = await create('k');
    const ids = [task?.id ?? 0];
    const [first] = await start('nightly', ids);
    await sql.query("select netsweep_cancel($1, 'over')", [first]);
    await setClock(db, 86_500);
    const [second] = await start('nightly', ids);
    expect(second).not.toBe(first);
  });

  it('answers the same to the letter', async () => {
    const body = { networks: ['127.0.0.0/28'] };
    const [first, again] = [await post('/v1/tasks', 'k', body), await post('/v1/tasks', 'k', body)];
    expect(JSON.stringify(again.body)).toBe(JSON.stringify(first.body));
  });

  it('says of tasks that it deleted that they are deleted', async () => {
    const [task] = await create('k');
    const body = { ids: [task?.id] };
    expect((await post('/v1/tasks/delete', 'd', body)).status).toBe(204);
    await loseAnswers();
    expect((await post('/v1/tasks/delete', 'd', body)).status).toBe(204);
    expect((await post('/v1/tasks/delete', 'e', body)).status).toBe(404);
  });

  it('is another request’s no more than before when nobody knows what it did', async () => {
    const body = { networks: ['127.0.0.0/28'], tcp_ports: '22' };
    await sql.query('alter table netsweep_run rename column request to lost');
    const [task] = await create('k');
    const ids = { task_ids: [task?.id] };
    expect((await post('/v1/runs', 'r', ids)).status).toBe(500);
    await sql.query('alter table netsweep_run rename column lost to request');
    expect((await post('/v1/runs', 'r', { task_ids: [7] })).status).toBe(422);
    expect((await post('/v1/tasks', 'r', body)).status).toBe(422);
    expect((await post('/v1/runs', 'r', ids)).status).toBe(202);
  });
});
