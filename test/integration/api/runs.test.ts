import { Client } from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import {
  wireHostPage,
  wireRun,
  wireRunHostPage,
  wireRunPage,
  wireRuns,
  wireTask,
  wireTasks,
} from '#shared/domain/wire.ts';
import { openRedis } from '#shared/store/redis.ts';
import { liveApi } from '#test/support/live-api.ts';
import { usePostgres, useRedis } from '#test/support/stores.ts';

const postgres = await usePostgres();
const redis = await useRedis();
const api = await liveApi({ postgres, redis }, 'local', ['10.0.0.0/8']);
const { call: alice } = await api.caller('alice', 'operator');
const { call: bob } = await api.caller('bob', 'operator');
const raw = openRedis(redis.upstashUrl, redis.token);
const sql = new Client({ connectionString: postgres.url });
await sql.connect();
afterAll(() => sql.end());

const createTask = async (network: string): Promise<number> => {
  const body = { networks: [network], tcp_ports: '22' };
  const answer = await alice({ method: 'POST', path: '/v1/tasks', body });
  return wireTasks.parse(answer.body).tasks[0]?.id ?? 0;
};
const start = (...task_ids: number[]) =>
  alice({ method: 'POST', path: '/v1/runs', body: { task_ids } });
const startOne = async (taskId: number) => {
  const answer = await start(taskId);
  expect(answer.status).toBe(202);
  return wireRuns.parse(answer.body).runs[0]?.id ?? 0;
};
const read = async (path: string) => (await alice({ path })).body;

/** Does to every chunk of a run what a scanner that found one host each would. */
const probeAll = async (runId: number): Promise<void> => {
  const { rows } = await sql.query('select chunk_no from netsweep_chunk where run_id = $1', [
    runId,
  ]);
  for (const { chunk_no } of rows) {
    const taken = await sql.query(
      "select attempt, host(slice) ip from netsweep_take($1, $2, 'test', 60000)",
      [runId, chunk_no],
    );
    const { attempt, ip } = taken.rows[0];
    const ports = [
      { protocol: 'tcp', port: 22, state: 'open', reason: 'syn-ack', rttMs: 0.5, attempts: 1 },
    ];
    const host = { ip, ports, closed: 0, filtered: 0, open_filtered: 0, hostname: `h-${chunk_no}` };
    await sql.query('select netsweep_stage($1, $2, $3, $4)', [
      runId,
      chunk_no,
      attempt,
      JSON.stringify([host]),
    ]);
    await sql.query('select netsweep_commit($1, $2, $3, 1, 16, 20, 0)', [runId, chunk_no, attempt]);
  }
};

describe('a run', () => {
  it('is started: planned in Postgres, on its list in Redis, and the doorbell is rung', async () => {
    const taskId = await createTask('10.1.0.0/24');
    const before = api.rung.length;
    const id = await startOne(taskId);
    expect(wireRun.parse(await read(`/v1/runs/${id}`))).toMatchObject({
      task_id: taskId,
      trigger: 'click',
      state: 'queued',
      addresses: 256,
      probes: 256,
      percent: 0,
      eta_seconds: null,
      cost_usd: 0,
      error: null,
    });
    expect(wireTask.parse(await read(`/v1/tasks/${taskId}`))).toMatchObject({
      live_run_id: id,
      last_run_id: id,
      status: 'waiting',
      query_status: 1,
    });
    expect(await raw.lrange('network:query:queue', 0, -1)).toContain('10.1.0.0/24&22&');
    expect(await raw.llen('10.1.0.0/24&22&')).toBeGreaterThan(0);
    expect(api.rung.slice(before)).toEqual([{ v: 1, hop: 0 }]);
  });

  it('is one a task, and one that cannot start keeps the others from starting', async () => {
    const [idle, busy] = [await createTask('10.1.1.0/24'), await createTask('10.1.2.0/24')];
    await startOne(busy);
    expect(await start(idle, busy)).toMatchObject({
      status: 409,
      body: { type: '/problems/run-live' },
    });
    expect(await start(idle, 999_999_999)).toMatchObject({ status: 404 });
    expect(wireTask.parse(await read(`/v1/tasks/${idle}`))).toMatchObject({ live_run_id: null });
  });

  it('is cancelled once, and its task may be started again', async () => {
    const taskId = await createTask('10.1.3.0/24');
    const id = await startOne(taskId);
    const cancel = { method: 'POST', path: `/v1/runs/${id}/cancel` };
    const first = wireRun.parse((await alice(cancel)).body);
    expect(first).toMatchObject({ state: 'cancelled', error: 'cancelled on request' });
    expect(wireRun.parse((await alice(cancel)).body)).toEqual(first);
    expect(wireTask.parse(await read(`/v1/tasks/${taskId}`))).toMatchObject({
      status: 'new',
      query_status: 0,
      live_run_id: null,
    });
    await startOne(taskId);
  });

  it('shows what it found, page by page, and becomes the generation of its task', async () => {
    const taskId = await createTask('10.1.4.0/24');
    const id = await startOne(taskId);
    const none = wireRunHostPage.parse(await read(`/v1/runs/${id}/hosts`));
    expect(none).toEqual({ hosts: [], next: null, complete: false });
    expect(await read(`/v1/tasks/${taskId}/hosts`)).toEqual({ hosts: [], next: null });

    await probeAll(id);
    const run = wireRun.parse(await read(`/v1/runs/${id}`));
    expect(run).toMatchObject({
      state: 'done',
      percent: 100,
      eta_seconds: 0,
      online: run.chunks.total,
    });
    const ips: string[] = [];
    let cursor = '';
    do {
      const query = `limit=5${cursor && `&cursor=${cursor}`}`;
      const page = wireRunHostPage.parse(
        (await alice({ path: `/v1/runs/${id}/hosts`, query })).body,
      );
      expect(page.complete).toBe(true);
      ips.push(...page.hosts.map(({ ip }) => ip));
      cursor = page.next ?? '';
    } while (cursor !== '');
    expect(ips).toHaveLength(run.chunks.total);
    expect(new Set(ips).size).toBe(ips.length);
    const byAddress = (a: string, b: string) => Number(a.split('.')[3]) - Number(b.split('.')[3]);
    expect(ips).toEqual(ips.toSorted(byAddress));

    const found = wireHostPage.parse(await read(`/v1/tasks/${taskId}/hosts`));
    expect(found.hosts[0]).toMatchObject({
      ip: '10.1.4.0',
      hostname: 'h-0',
      ports: [{ port: 22, protocol: 'tcp', state: 'open', reason: 'syn-ack', rtt_ms: 0.5 }],
    });
    const filtered = async (query: string) =>
      wireHostPage.parse((await alice({ path: `/v1/tasks/${taskId}/hosts`, query })).body).hosts
        .length;
    expect(await filtered('hostname=h-0')).toBe(1);
    expect(await filtered('port=22')).toBe(run.chunks.total);
    expect(await filtered('port=23')).toBe(0);
    expect(await filtered('vendor=Brother')).toBe(0);
  });

  it('is listed with the others of its task, newest first', async () => {
    const taskId = await createTask('10.1.5.0/30');
    const ids: number[] = [];
    for (let n = 0; n < 3; n++) {
      const id = await startOne(taskId);
      await probeAll(id);
      ids.unshift(id);
    }
    const path = `/v1/tasks/${taskId}/runs`;
    const first = wireRunPage.parse((await alice({ path, query: 'limit=2' })).body);
    const rest = wireRunPage.parse((await alice({ path, query: `cursor=${first.next}` })).body);
    expect([...first.runs, ...rest.runs].map(({ id }) => id)).toEqual(ids);
    expect(rest.next).toBeNull();
  });

  it('of somebody else is not there', async () => {
    const id = await startOne(await createTask('10.1.6.0/24'));
    const attempts = [
      { path: `/v1/runs/${id}` },
      { path: `/v1/runs/${id}/hosts` },
      { method: 'POST', path: `/v1/runs/${id}/cancel` },
    ];
    for (const attempt of attempts) expect(await bob(attempt)).toMatchObject({ status: 404 });
    expect(wireRun.parse(await read(`/v1/runs/${id}`)).state).toBe('queued');
  });

  it('is not started once its network is outside the scopes', async () => {
    const { call: narrow } = await api.caller('alice', 'operator', ['10.2.0.0/16']);
    const taskId = await createTask('10.1.7.0/24');
    const body = { task_ids: [taskId] };
    expect(await narrow({ method: 'POST', path: '/v1/runs', body })).toMatchObject({
      status: 403,
      body: { type: '/problems/scope-denied', errors: [{ pointer: '/task_ids/0' }] },
    });
  });
});
