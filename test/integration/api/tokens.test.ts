import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { examples } from '#functions/api/examples.ts';
import { routes } from '#functions/api/routes.ts';
import {
  wireAuditPage,
  wireNewToken,
  wireProblem,
  wireRuns,
  wireTasks,
} from '#shared/domain/wire.ts';
import { liveApi } from '#test/support/live-api.ts';
import { usePostgres, useRedis } from '#test/support/stores.ts';

const postgres = await usePostgres();
const redis = await useRedis();
const api = await liveApi({ postgres, redis }, 'lambda', ['10.0.0.0/8']);
const root = (await api.caller('admin', 'admin')).call;
const sql = new Client({ connectionString: postgres.url });
await sql.connect();
afterAll(() => sql.end());

type Body = Record<string, unknown>;
const as = (token: string) => (method: string, path: string, body?: unknown) =>
  api.ask({
    method,
    path,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
const ask = (body: Body) => root({ method: 'POST', path: '/v1/tokens', body });
const make = async (body: Body = {}) => {
  const answer = await ask({ role: 'operator', scopes: ['10.0.0.0/8'], ...body });
  expect(answer).toMatchObject({ status: 201 });
  const made = wireNewToken.parse(answer.body);
  return { ...made, call: as(made.token) };
};
const typeOf = (answer: { body: unknown }) => wireProblem.parse(answer.body).type;
const auditOf = async (limit = 10) =>
  wireAuditPage.parse((await root({ path: '/v1/audit', query: `limit=${limit}` })).body);

describe('a token', () => {
  it('is told once, and kept as its hash', async () => {
    const made = await make({ label: 'ci' });
    const { rows } = await sql.query('select * from netsweep_token where id = $1', [made.id]);
    expect(rows[0].sha256).toBe(createHash('sha256').update(made.token).digest('hex'));
    expect(JSON.stringify(rows)).not.toContain(made.token);
    const list = await root({ path: '/v1/tokens', query: 'limit=1000' });
    expect(JSON.stringify(list.body)).not.toContain(made.token);
    expect(JSON.stringify(await auditOf())).not.toContain(made.token);
  });

  it('is a new one each time, whatever the Idempotency-Key, and no reply with one is kept', async () => {
    const headers = { 'idempotency-key': 'k1' };
    const { token } = await make({ role: 'admin' });
    const twice = [1, 2].map(() =>
      api.ask({
        method: 'POST',
        path: '/v1/tokens',
        headers: {
          ...headers,
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
        },
        body: '{"role":"viewer","scopes":[]}',
      }),
    );
    const [one, other] = (await Promise.all(twice)).map(({ body }) => wireNewToken.parse(body));
    expect(one?.token).not.toBe(other?.token);
    const { rows } = await sql.query('select * from netsweep_request');
    expect(rows).toEqual([]);
  });

  it('has no scopes but those of the deployment, and has to name them', async () => {
    for (const [body, type] of [
      [{ role: 'operator' }, 'validation-error'],
      [{ role: 'root', scopes: [] }, 'validation-error'],
      [{ role: 'viewer', scopes: ['10.0.0.0/8x'] }, 'validation-error'],
      [{ role: 'viewer', scopes: [], expires_at: '2001-01-01T00:00:00Z' }, 'validation-error'],
      [{ role: 'viewer', scopes: ['192.168.0.0/16'] }, 'scope-denied'],
      [{ role: 'viewer', scopes: ['0.0.0.0/0'] }, 'target-forbidden'],
    ] as const) {
      expect(typeOf(await ask(body))).toBe(`/problems/${type}`);
    }
    const { call } = await make({ scopes: [] });
    const answer = await call('POST', '/v1/tasks', { networks: ['10.0.0.1'] });
    expect(typeOf(answer)).toBe('/problems/scope-denied');
  });

  it('is worth nothing once it is revoked or has expired', async () => {
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    const made = await make({ expires_at: soon });
    expect(await made.call('GET', '/v1/tasks')).toMatchObject({ status: 200 });
    expect(await root({ method: 'DELETE', path: `/v1/tokens/${made.id}` })).toMatchObject({
      status: 204,
    });
    expect(await made.call('GET', '/v1/tasks')).toMatchObject({ status: 401 });
    const other = await make({ expires_at: soon });
    await sql.query("update netsweep_token set expires_at = now() - interval '1 s' where id = $1", [
      other.id,
    ]);
    expect(await other.call('GET', '/v1/tasks')).toMatchObject({ status: 401 });
  });

  it('has its last use noted, at most once a minute', async () => {
    const made = await make();
    const used = async () =>
      (await sql.query('select last_used_at from netsweep_token where id = $1', [made.id])).rows[0]
        .last_used_at;
    expect(await used()).toBeNull();
    await made.call('GET', '/v1/tasks');
    const first = await used();
    expect(first).not.toBeNull();
    await made.call('GET', '/v1/tasks');
    expect(await used()).toEqual(first);
    await sql.query(
      "update netsweep_token set last_used_at = now() - interval '2 min' where id = $1",
      [made.id],
    );
    await made.call('GET', '/v1/tasks');
    expect((await used()).getTime()).toBeGreaterThanOrEqual(first.getTime());
  });
});

describe('what is somebody else’s', () => {
  it('is not there, by any route with an id', async () => {
    const [a, b] = [await make(), await make()];
    const created = await a.call('POST', '/v1/tasks', { networks: ['10.8.0.0/30'] });
    const [{ id: taskId } = { id: 0 }] = wireTasks.parse(created.body).tasks;
    const started = await a.call('POST', '/v1/runs', { task_ids: [taskId] });
    const [{ id: runId } = { id: 0 }] = wireRuns.parse(started.body).runs;
    const walked = routes.filter(({ path, role }) => path.includes('{id}') && role !== 'admin');
    expect(walked.length).toBeGreaterThan(8);
    const idOf = (path: string) => String(path.startsWith('/v1/runs/') ? runId : taskId);
    for (const { method, path, body } of walked) {
      const sent = body && (examples.get(body) ?? {});
      const answer = await b.call(method, path.replace('{id}', idOf(path)), sent);
      expect({ method, path, status: answer.status }).toEqual({ method, path, status: 404 });
    }
    for (const [path, body] of [
      ['/v1/runs', { task_ids: [taskId] }],
      ['/v1/tasks/delete', { ids: [taskId] }],
    ] as const)
      expect(await b.call('POST', path, body)).toMatchObject({ status: 404 });
    expect(await b.call('GET', '/v1/tasks')).toMatchObject({ body: { tasks: [] } });
    const again = await b.call('POST', '/v1/tasks', { networks: ['10.8.0.0/30'] });
    expect(again.status).toBe(409);
    expect(again.body).not.toHaveProperty('existing_id');
    expect(await a.call('GET', `/v1/runs/${runId}`)).toMatchObject({ body: { state: 'queued' } });
  });

  it('is theirs to see who has a token of the same owner', async () => {
    const [a, b] = [await make({ owner: 'team' }), await make({ owner: 'team', role: 'viewer' })];
    await a.call('POST', '/v1/tasks', { networks: ['10.9.0.0/30'] });
    expect(await b.call('GET', '/v1/tasks')).toMatchObject({
      body: { tasks: [{ network: '10.9.0.0/30' }] },
    });
  });
});

describe('what an owner may', () => {
  const tasksOf = async (call: ReturnType<typeof as>, ...networks: string[]) =>
    wireTasks
      .parse((await call('POST', '/v1/tasks', { networks, tcp_ports: '22' })).body)
      .tasks.map(({ id }) => id);

  it('is five live runs, and not one more when many ask at once', async () => {
    const { call } = await make();
    const networks = Array.from({ length: 12 }, (_, n) => `10.20.${n}.0/30`);
    const ids = await tasksOf(call, ...networks);
    const answers = await Promise.all(
      ids.map((id) => call('POST', '/v1/runs', { task_ids: [id] })),
    );
    const refused = answers.filter(({ status }) => status !== 202);
    expect(refused.map(typeOf)).toEqual(Array(7).fill('/problems/quota-exceeded'));
    expect(refused[0]).toMatchObject({ status: 429, headers: { 'retry-after': '60' } });
    const live = wireRuns.parse(answers.find(({ status }) => status === 202)?.body).runs[0];
    await call('POST', `/v1/runs/${live?.id}/cancel`);
    const one = ids[answers.indexOf(refused[0] as (typeof answers)[number])];
    expect((await call('POST', '/v1/runs', { task_ids: [one] })).status).toBe(202);
  });

  it('is a budget of probes a day, given back for what was cancelled unprobed', async () => {
    const frugal = await liveApi({ postgres, redis }, 'lambda', ['10.0.0.0/8'], {
      NETSWEEP_DAILY_PROBES: 10,
    });
    const { call } = await frugal.caller('frugal', 'operator');
    const body = { networks: ['10.30.0.0/30', '10.30.1.0/30', '10.30.2.0/30'], tcp_ports: '22' };
    const { tasks } = wireTasks.parse(
      (await call({ method: 'POST', path: '/v1/tasks', body })).body,
    );
    const start = (id: number | undefined) =>
      call({ method: 'POST', path: '/v1/runs', body: { task_ids: [id] } });
    const answers = await Promise.all(tasks.map(({ id }) => start(id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 202, 429]);
    const refused = tasks[answers.findIndex(({ status }) => status === 429)]?.id;
    const first = wireRuns.parse(answers.find(({ status }) => status === 202)?.body).runs[0]?.id;
    await call({ method: 'POST', path: `/v1/runs/${first}/cancel` });
    expect((await start(refused)).status).toBe(202);
    const spent = await sql.query("select probes::int from netsweep_ledger where owner = 'frugal'");
    expect(spent.rows).toEqual([{ probes: 12 }]);
  });
});

describe('the audit', () => {
  it('has a row for each change, with who asked, by which request and from where', async () => {
    const { call, id: tokenId } = await make();
    const created = await call('POST', '/v1/tasks', { networks: ['10.40.0.0/30', '10.40.0.4/30'] });
    const [one, two] = wireTasks.parse(created.body).tasks.map(({ id }) => id);
    await call('PATCH', `/v1/tasks/${one}`, { label: 'x' });
    const started = await call('POST', '/v1/runs', { task_ids: [one] });
    const runId = wireRuns.parse(started.body).runs[0]?.id;
    for (const act of ['pause', 'resume', 'cancel']) await call('POST', `/v1/runs/${runId}/${act}`);
    await call('DELETE', `/v1/tasks/${two}`);
    const { entries } = await auditOf(9);
    const by = { principal: `token:${tokenId}`, request_id: 'request-1', ip: '127.0.0.1' };
    expect(entries.toReversed()).toMatchObject([
      { action: 'token.create', object: `token:${tokenId}` },
      { ...by, action: 'task.create', object: `task:${one}`, detail: { network: '10.40.0.0/30' } },
      { ...by, action: 'task.create', object: `task:${two}` },
      { ...by, action: 'task.change', object: `task:${one}`, detail: { label: 'x' } },
      { ...by, action: 'run.start', object: `run:${runId}`, detail: { task_id: one } },
      { ...by, action: 'run.pause' },
      { ...by, action: 'run.resume' },
      { ...by, action: 'run.cancel', detail: { error: 'cancelled on request' } },
      { ...by, action: 'task.delete', object: `task:${two}` },
    ]);
  });

  it('has none of what was refused', async () => {
    const { call } = await make();
    const before = (await auditOf(1)).entries[0]?.id;
    await call('POST', '/v1/tasks', { networks: ['192.168.0.0/24'] });
    await call('POST', '/v1/tasks', { networks: ['10.40.0.0/30'] });
    await call('POST', '/v1/runs', { task_ids: [999_999] });
    expect((await auditOf(1)).entries[0]?.id).toBe(before);
  });

  it('is read in pages, newest first', async () => {
    const { next, entries } = await auditOf(2);
    const older = await root({ path: '/v1/audit', query: `limit=2&cursor=${next}` });
    const ids = z.object({ entries: z.array(z.object({ id: z.number() })) }).parse(older.body);
    expect(ids.entries[0]?.id).toBeLessThan(entries[1]?.id ?? 0);
  });
});
