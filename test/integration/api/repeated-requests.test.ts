import { beforeEach, describe, expect, it } from 'vitest';
import { setClock } from '#shared/store/clock.ts';
import { openDatabase } from '#shared/store/database.ts';
import { liveApi } from '#test/support/live-api.ts';
import { usePostgres, useRedis } from '#test/support/stores.ts';

const postgres = await usePostgres();
const db = openDatabase(postgres.url, postgres.neonEndpoint);
const api = await liveApi({ postgres, redis: await useRedis() }, 'local', ['127.0.0.0/8']);
const { call, token } = await api.caller('alice', 'operator');
const other = await api.caller('bob', 'operator');

beforeEach(async () => {
  await db.execute(
    'truncate network_query_task, netsweep_run, netsweep_chunk, netsweep_request cascade',
  );
  await setClock(db, 0);
});

const post = (path: string, key: string, body: unknown, asker = token) =>
  api.ask({
    method: 'POST',
    path,
    headers: {
      authorization: `Bearer ${asker}`,
      'content-type': 'application/json',
      'Idempotency-Key': key,
    },
    body: JSON.stringify(body),
  });
const task = { networks: ['127.0.0.0/28', '127.0.1.0/28'], tcp_ports: '22' };
const countOf = async () => {
  const { rows } = await db.execute('select count(*)::int as tasks from network_query_task');
  return rows[0]?.tasks;
};

describe('a request that its caller named', () => {
  it('is done once, and answered the same however often it is repeated', async () => {
    const first = await post('/v1/tasks', 'k1', task);
    expect(first.status).toBe(201);
    const id = (first.body as { tasks: { id: number }[] }).tasks[0]?.id;
    await call({ method: 'PATCH', path: `/v1/tasks/${id}`, body: { label: 'changed since' } });
    const again = await post('/v1/tasks', 'k1', task);
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(await countOf()).toBe(2);
  });

  it('F03: is done once when fifty ask at the same time, and all are told the same', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => post('/v1/tasks', 'k2', task)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await countOf()).toBe(2);
  });

  it('is found by its name after whoever was at it died between the effect and the answer', async () => {
    const first = await post('/v1/tasks', 'k3', task);
    await db.execute('update netsweep_request set status = null, reply = null');
    await setClock(db, 31);
    const again = await post('/v1/tasks', 'k3', task);
    expect([again.status, again.body]).toEqual([201, first.body]);
    const ids = (first.body as { tasks: { id: number }[] }).tasks.map(({ id }) => id);
    const started = await post('/v1/runs', 'k4', { task_ids: ids });
    expect(started.status).toBe(202);
    await db.execute('update netsweep_request set status = null, reply = null');
    await setClock(db, 62);
    const restarted = await post('/v1/runs', 'k4', { task_ids: ids });
    const runsOf = ({ body }: typeof started) =>
      (body as { runs: { id: number }[] }).runs.map(({ id }) => id);
    expect([restarted.status, runsOf(restarted)]).toEqual([202, runsOf(started)]);
  });

  it('is refused with another body, or at another path', async () => {
    await post('/v1/tasks', 'k5', task);
    for (const [path, body] of [
      ['/v1/tasks', { ...task, tcp_ports: '23' }],
      ['/v1/runs', task],
    ] as const) {
      const { status, body: problem } = await post(path, 'k5', body);
      expect([status, problem]).toMatchObject([422, { type: '/problems/idempotency-key-reused' }]);
    }
    expect(await countOf()).toBe(2);
  });

  it('shares its name with nobody else', async () => {
    await post('/v1/tasks', 'k6', task);
    const { status } = await post('/v1/tasks', 'k6', { ...task, tcp_ports: '99' }, other.token);
    expect(status).toBe(201);
  });

  it('may be mended and sent again under its name after a refusal', async () => {
    expect((await post('/v1/tasks', 'k7', { ...task, tcp_ports: 'x' })).status).toBe(422);
    expect((await post('/v1/tasks', 'k7', task)).status).toBe(201);
  });

  it('may be new again after a day', async () => {
    await post('/v1/tasks', 'k8', task);
    await setClock(db, 86_500);
    expect((await post('/v1/tasks', 'k8', { ...task, tcp_ports: '24' })).status).toBe(201);
  });

  it('has a name of visible characters', async () => {
    for (const key of ['', 'ü', 'a b', 'x'.repeat(256)])
      expect((await post('/v1/tasks', key, task)).status).toBe(422);
    expect(await countOf()).toBe(0);
  });
});
