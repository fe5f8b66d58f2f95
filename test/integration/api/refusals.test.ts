import { Client } from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { wireProblem, wireTasks } from '#shared/domain/wire.ts';
import { SCOPES } from '#test/support/api-with.ts';
import { badInputs } from '#test/support/bad-inputs.ts';
import { closedPort } from '#test/support/closed-port.ts';
import { liveApi } from '#test/support/live-api.ts';
import { usePostgres, useRedis } from '#test/support/stores.ts';

const postgres = await usePostgres();
const redis = await useRedis();
const api = await liveApi({ postgres, redis }, 'lambda', SCOPES);
const sql = new Client({ connectionString: postgres.url });
await sql.connect();
afterAll(() => sql.end());

const NOBODY = `http://127.0.0.1:${await closedPort()}`;

const tokens: Record<string, string> = {
  operator: (await api.caller('op', 'operator')).token,
  viewer: (await api.caller('eye', 'viewer')).token,
  'operator-without-scope': (await api.caller('none', 'operator', [])).token,
};
const withRealToken = (headers: Record<string, string>): Record<string, string> => {
  const name = headers.authorization?.replace('Bearer ', '') ?? '';
  const token = tokens[name];
  return token === undefined ? headers : { ...headers, authorization: `Bearer ${token}` };
};

describe('over real stores', () => {
  it('each of the bad inputs is refused, and nothing is created', async () => {
    for (const { name, request, statuses, types } of badInputs) {
      const answer = await api.ask({ ...request, headers: withRealToken(request.headers) });
      expect({ name, status: answer.status }).toEqual({ name, status: expect.toBeOneOf(statuses) });
      expect(types).toContain(wireProblem.parse(answer.body).type);
    }
    const { rows } = await sql.query('select count(*)::int as tasks from network_query_task');
    expect(rows).toEqual([{ tasks: 0 }]);
  });

  it('a token that expired or was revoked is worth nothing', async () => {
    const { call } = await api.caller('late', 'viewer');
    expect(await call({ path: '/v1/tasks' })).toMatchObject({ status: 200 });
    await sql.query(
      "update netsweep_token set expires_at = now() - interval '1 s' where owner = 'late'",
    );
    expect(await call({ path: '/v1/tasks' })).toMatchObject({ status: 401 });
    await sql.query(
      "update netsweep_token set expires_at = null, revoked_at = now() where owner = 'late'",
    );
    expect(await call({ path: '/v1/tasks' })).toMatchObject({ status: 401 });
  });

  it('health needs no token', async () => {
    expect(await api.ask({ path: '/v1/health' })).toMatchObject({
      status: 200,
      body: { postgres: true, redis: true },
    });
  });
});

describe('with a store out of reach', () => {
  it('Postgres: every route says to come back, and nothing of where it is', async () => {
    const working = await liveApi({ postgres, redis }, 'lambda', SCOPES);
    const { token } = await working.caller('op2', 'operator');
    // The driver keeps its endpoint in one place for all: it is pointed away, and back.
    const { neonConfig } = await import('@neondatabase/serverless');
    const endpoint = neonConfig.fetchEndpoint;
    neonConfig.fetchEndpoint = `${NOBODY}/sql`;
    try {
      const headers = { authorization: `Bearer ${token}` };
      for (const path of ['/v1/tasks', '/v1/runs/7', '/v1/health']) {
        const answer = await working.ask({ path, headers });
        expect(answer.status).toBe(503);
        expect(wireProblem.parse(answer.body).type).toBe('/problems/dependency-unavailable');
        expect(JSON.stringify(answer.body)).not.toMatch(/127\.0\.0\.1|ECONNREFUSED|select/i);
      }
    } finally {
      neonConfig.fetchEndpoint = endpoint;
    }
  });

  it('Redis: what Postgres has taken is done, and what is left is logged', async () => {
    const gone = { upstashUrl: NOBODY, token: 'canary-token' };
    const limping = await liveApi({ postgres, redis: gone }, 'lambda', SCOPES);
    const { call } = await limping.caller('op3', 'operator');
    const body = { networks: ['10.0.0.0/24'], schedule: { cron: ['0 3 * * *'] } };
    const created = await call({ method: 'POST', path: '/v1/tasks', body });
    expect(created).toMatchObject({ status: 201 });
    const id = wireTasks.parse(created.body).tasks[0]?.id;
    const started = await call({ method: 'POST', path: '/v1/runs', body: { task_ids: [id] } });
    expect(started).toMatchObject({ status: 202, body: { runs: [{ state: 'planned' }] } });
    expect(await call({ method: 'DELETE', path: `/v1/tasks/${id}` })).toMatchObject({
      status: 204,
    });
    expect(limping.log.lines.filter(({ level }) => level === 'warn')).toHaveLength(3);
    expect(await limping.ask({ path: '/v1/health' })).toMatchObject({
      status: 503,
      body: { postgres: true, redis: false },
    });
  });
});

describe('a time that is none of the years 1 to 9999, which Postgres would not read', () => {
  it.each(['0000-12-31T23:59:59Z', '9999-12-31T23:59:59-01:00'])('is refused: %s', async (time) => {
    const { call: root } = await api.caller('root', 'admin');
    const scope = { cidr: '10.7.0.0/16', owner: 'lab', reason: 'ours', expires_at: time };
    const token = { role: 'viewer', scopes: [], expires_at: time };
    const since = `since=${encodeURIComponent(time)}`;
    const answers = [
      await root({ path: '/v1/changes', query: since }),
      await root({ method: 'POST', path: '/v1/scopes', body: scope }),
      await root({ method: 'POST', path: '/v1/tokens', body: token }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422]);
  });
});
