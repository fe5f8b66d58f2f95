import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { wireProblem, wireRuns, wireScope, wireTasks } from '#shared/domain/wire.ts';
import { attemptsIn } from '#shared/store/attempts.ts';
import { openDatabase } from '#shared/store/database.ts';
import { runsIn } from '#shared/store/runs.ts';
import { liveApi } from '#test/support/live-api.ts';
import { admin, anOwner, hostAt } from '#test/support/run-fixtures.ts';
import { useScheduler } from '#test/support/scheduler.ts';
import { usePostgres, useRedis } from '#test/support/stores.ts';

const postgres = await usePostgres();
const redis = await useRedis();
const api = await liveApi({ postgres, redis }, 'lambda', ['203.0.113.0/24']);
const scheduler = await useScheduler(postgres, redis);
const db = openDatabase(postgres.url, postgres.neonEndpoint);
const attempts = attemptsIn(db);
const root = (await api.caller('admin', 'admin')).call;

const post = (path: string, body: unknown, call = root) => call({ method: 'POST', path, body });
const scopeOf = async (cidr: string, more = {}) => {
  const body = { cidr, name: 'lab', owner: 'network team', reason: 'ours', ...more };
  const answer = await post('/v1/scopes', body);
  expect(answer).toMatchObject({ status: 201 });
  return wireScope.parse(answer.body);
};
const end = (noun: string, id: number) => root({ method: 'DELETE', path: `/v1/${noun}/${id}` });
const typeOf = (answer: { body: unknown }): string => wireProblem.parse(answer.body).type;
const taskIn = async (network: string, more = {}): Promise<number> => {
  const answer = await post('/v1/tasks', { networks: [network], tcp_ports: '22', ...more });
  expect(answer).toMatchObject({ status: 201 });
  return wireTasks.parse(answer.body).tasks[0]?.id ?? 0;
};
const start = async (...ids: number[]): Promise<number> => {
  const answer = await post('/v1/runs', { task_ids: ids });
  expect(answer).toMatchObject({ status: 202 });
  return wireRuns.parse(answer.body).runs[0]?.id ?? 0;
};
const runNow = (id: number) => runsIn(db).get(id, admin);

describe('a scope', () => {
  it('is refused when any of it is never probed, whatever the reason', async () => {
    for (const cidr of ['fd00::/8', '0.0.0.0/0', '169.254.169.254', '127.0.0.0/8', '::/0']) {
      const answer = await post('/v1/scopes', { cidr, owner: 'me', reason: 'mine' });
      expect({ cidr, status: answer.status }).toEqual({ cidr, status: 403 });
      expect(wireProblem.parse(answer.body)).toMatchObject({
        type: '/problems/target-forbidden',
        errors: [{ pointer: '/cidr', code: 'forbidden-range' }],
      });
    }
  });

  it('is refused where it is malformed or would be over at once', async () => {
    const past = '2001-01-01T00:00:00Z';
    for (const [more, pointer] of [
      [{ cidr: '010.0.0.0/8' }, '/cidr'],
      [{ reason: undefined }, '/reason'],
      [{ expires_at: past }, '/expires_at'],
      [{ expires_at: 'tomorrow' }, '/expires_at'],
      [{ rate: 0 }, '/rate'],
      [{ id: 7 }, '/id'],
    ] as const) {
      const body = { ...{ cidr: '10.1.0.0/16', owner: 'me', reason: 'mine' }, ...more };
      const answer = await post('/v1/scopes', body);
      expect(answer.status).toBe(422);
      expect(wireProblem.parse(answer.body).errors[0]?.pointer).toBe(pointer);
    }
  });

  it('is held against a task by containment, and has limits of its own', async () => {
    await scopeOf('10.1.0.0/24', { max_addresses: 64, max_probes: 1000, rate: 100 });
    const ask = (body: object) => post('/v1/tasks', { tcp_ports: '22', ...body });
    expect(typeOf(await ask({ networks: ['10.1.0.0/23'] }))).toBe('/problems/scope-denied');
    expect(typeOf(await ask({ networks: ['10.1.0.0/25'] }))).toBe('/problems/too-many-addresses');
    const wide = { networks: ['10.1.0.0/26'], tcp_ports: '1-20' };
    expect(typeOf(await ask(wide))).toBe('/problems/too-many-probes');
    const fast = await ask({ networks: ['10.1.0.0/26'], options: { rate: 101 } });
    expect(wireProblem.parse(fast.body).errors[0]?.pointer).toBe('/options/rate');
    const id = await taskIn('10.1.0.0/26');
    expect(await root({ path: `/v1/tasks/${id}` })).toMatchObject({
      body: { options: { rate: 100 } },
    });
  });

  it('whose limits were lowered since holds the next start of a task to them', async () => {
    const before = await scopeOf('10.5.0.0/24');
    const id = await taskIn('10.5.0.0/26');
    await end('scopes', before.id);
    await scopeOf('10.5.0.0/24', { max_addresses: 8 });
    const answer = await post('/v1/runs', { task_ids: [id] });
    expect(typeOf(answer)).toBe('/problems/too-many-addresses');
  });

  it('that is deleted ends its live runs and refuses the next, and what it found is not shown', async () => {
    const scope = await scopeOf('10.2.0.0/24');
    const id = await taskIn('10.2.0.0/30');
    const runId = await start(id);
    const chunk = await attempts.take({ runId, chunkNo: 0 }, anOwner(), 60_000);
    if (!chunk) throw new Error('no chunk');
    await attempts.stage(chunk, [hostAt('10.2.0.1')]);
    await attempts.commit(chunk, { online: 1, judged: 4, probesSent: 4, localFailures: 0 });
    const path = `/v1/tasks/${id}/hosts`;
    expect(await root({ path })).toMatchObject({ body: { hosts: [{ ip: '10.2.0.1' }] } });

    const live = await start(id);
    expect(await end('scopes', scope.id)).toMatchObject({ status: 204 });
    expect(await root({ path: `/v1/runs/${live}` })).toMatchObject({
      body: {
        state: 'cancelled',
        error: expect.stringMatching(/scopes.* lab .*was deleted at 20/),
      },
    });
    expect(typeOf(await post('/v1/runs', { task_ids: [id] }))).toBe('/problems/scope-denied');
    expect(await root({ path })).toMatchObject({ status: 200, body: { hosts: [] } });
    expect(await end('scopes', scope.id)).toMatchObject({ status: 404 });
  });

  it('that expires cancels live runs at the next tick, and due ones, with the reason', async () => {
    const expires_at = new Date(Date.now() + 3_600_000).toISOString();
    await scopeOf('10.3.0.0/24', { expires_at });
    const [running, due] = [await taskIn('10.3.0.0/30'), await taskIn('10.3.0.4/30')];
    const live = await start(running);
    await db.execute(
      "update netsweep_scope set expires_at = now() - interval '1 s' where cidr = '10.3.0.0/24'",
    );
    await scheduler.hset('10.3.0.4/30&22&', `[${Math.floor(Date.now() / 1000) - 5}]`);
    await scheduler.tick();
    const reason = { state: 'cancelled', error: expect.stringMatching(/lab .*expired at 20/) };
    expect(await runNow(live)).toMatchObject(reason);
    const { body } = await root({ path: `/v1/tasks/${due}/runs` });
    expect(z.object({ runs: z.array(z.unknown()) }).parse(body).runs).toMatchObject([reason]);
  });
});

describe('an exclusion', () => {
  it('wins over scopes: what it holds wholly is refused, the rest is probed without it', async () => {
    await scopeOf('10.4.0.0/24');
    const inside = await taskIn('10.4.0.9/32');
    const answer = await post('/v1/exclusions', { cidr: '10.4.0.8/30', reason: 'asked to' });
    expect(answer).toMatchObject({ status: 201, body: { cidr: '10.4.0.8/30' } });
    for (const refused of [
      await post('/v1/tasks', { networks: ['10.4.0.8/31'] }),
      await post('/v1/runs', { task_ids: [inside] }),
    ]) {
      expect(refused.status).toBe(403);
      expect(wireProblem.parse(refused.body).errors[0]?.code).toBe('excluded');
    }
    const runId = await start(await taskIn('10.4.0.0/28'));
    expect(await attempts.take({ runId, chunkNo: 0 }, anOwner(), 60_000)).toMatchObject({
      exclusions: ['10.4.0.8/30'],
    });
  });

  it('added during a run takes the chunks it concerns out of the scanners’ hands', async () => {
    const runId = await start(await taskIn('10.4.0.16/28'));
    const [first, second] = [anOwner(), anOwner()];
    const chunk = await attempts.take({ runId, chunkNo: 0 }, first, 60_000);
    if (!chunk) throw new Error('no chunk');
    await post('/v1/exclusions', { cidr: '10.4.0.17', reason: 'asked to' });
    expect(await attempts.heartbeat(chunk, 1)).toBe(false);
    const done = { online: 0, judged: 16, probesSent: 16, localFailures: 0 };
    expect(await attempts.commit(chunk, done)).toBe(false);
    await db.execute("update netsweep_chunk set not_before = 'epoch'");
    const again = await attempts.take({ runId, chunkNo: 0 }, second, 60_000);
    expect(again?.exclusions).toEqual(['10.4.0.17/32']);
  });

  it('that is deleted excludes nothing', async () => {
    const { body } = await post('/v1/exclusions', { cidr: '10.4.0.64/26', reason: 'asked to' });
    const { id } = z.object({ id: z.number() }).loose().parse(body);
    expect((await post('/v1/tasks', { networks: ['10.4.0.64/30'] })).status).toBe(403);
    expect(await end('exclusions', id)).toMatchObject({ status: 204 });
    expect((await post('/v1/tasks', { networks: ['10.4.0.64/30'] })).status).toBe(201);
  });
});
