import { describe, expect, it } from 'vitest';
import { routes } from '#functions/api/routes.ts';
import { wireProblem } from '#shared/domain/wire.ts';
import { apiWith, asks, sendsJson } from '#test/support/api-with.ts';
import { fullApi } from '#test/support/full-api.ts';

/** The table of API.md, as far as it is served. */
const contract = [
  ['POST', '/v1/tasks', 201, 'operator', { networks: ['10.2.0.0/24'], tcp_ports: '22' }],
  ['GET', '/v1/tasks', 200, 'viewer'],
  ['GET', '/v1/tasks/{id}', 200, 'viewer'],
  ['PATCH', '/v1/tasks/{id}', 200, 'operator', { label: 'x' }],
  ['DELETE', '/v1/tasks/{id}', 204, 'operator'],
  ['POST', '/v1/tasks/delete', 204, 'operator', { ids: [7] }],
  ['POST', '/v1/runs', 202, 'operator', { task_ids: [7] }],
  ['GET', '/v1/tasks/{id}/runs', 200, 'viewer'],
  ['GET', '/v1/runs/{id}', 200, 'viewer'],
  ['GET', '/v1/runs/{id}/hosts', 200, 'viewer'],
  ['POST', '/v1/runs/{id}/cancel', 200, 'operator'],
  ['POST', '/v1/runs/{id}/pause', 200, 'operator'],
  ['POST', '/v1/runs/{id}/resume', 200, 'operator'],
  ['GET', '/v1/tasks/{id}/hosts', 200, 'viewer'],
  ['GET', '/v1/tasks/{id}/map', 200, 'viewer'],
  ['GET', '/v1/trends', 200, 'viewer'],
  ['GET', '/v1/me', 200, 'viewer'],
  ['GET', '/v1/sign-in', 200, null],
  ['GET', '/v1/tasks/{id}/hosts.csv', 200, 'viewer'],
  ['GET', '/v1/tasks/{id}/hosts.jsonl', 200, 'viewer'],
  ['GET', '/v1/tasks/{id}/hosts.xml', 200, 'viewer'],
  ['POST', '/v1/estimates', 200, 'operator', { networks: ['10.2.0.0/24'], tcp_ports: '22' }],
  ['GET', '/v1/hosts/{ip}', 200, 'viewer'],
  ['GET', '/v1/changes', 200, 'viewer'],
  ['GET', '/v1/runs/{id}/changes', 200, 'viewer'],
  ['GET', '/v1/scopes', 200, 'admin'],
  ['POST', '/v1/scopes', 201, 'admin', { cidr: '10.9.0.0/16', owner: 'lab', reason: 'ours' }],
  ['DELETE', '/v1/scopes/{id}', 204, 'admin'],
  ['GET', '/v1/exclusions', 200, 'admin'],
  ['POST', '/v1/exclusions', 201, 'admin', { cidr: '10.9.0.9', reason: 'asked to' }],
  ['DELETE', '/v1/exclusions/{id}', 204, 'admin'],
  ['GET', '/v1/tokens', 200, 'admin'],
  ['POST', '/v1/tokens', 201, 'admin', { role: 'viewer', scopes: [] }],
  ['DELETE', '/v1/tokens/{id}', 204, 'admin'],
  ['GET', '/v1/audit', 200, 'admin'],
  ['GET', '/v1/health', 200, null],
  ['GET', '/v1/openapi.json', 200, null],
] as const;
const cases = contract.map(([method, path, status, role, body]) => ({
  method,
  path,
  status,
  role,
  body,
}));
const guarded = cases.filter(({ role }) => role !== null);

const requestFor = ({ method, path, body }: (typeof cases)[number], token: string | null) => ({
  method,
  path: path.replace('{id}', '7').replace('{ip}', 'fd12%3A%3A7'),
  headers: token === null ? {} : sendsJson(token),
  ...(body !== undefined && { body: JSON.stringify(body) }),
});

describe('the API', () => {
  it('serves the routes of the contract, and no others', () => {
    const served = routes.map(({ method, path, status, role }) => ({ method, path, status, role }));
    expect(served).toHaveLength(cases.length);
    for (const { body: _, ...promised } of cases) expect(served).toContainEqual(promised);
  });

  it.each(cases)('$method $path answers $status in the promised shape', async (asked) => {
    const answer = await fullApi().ask(requestFor(asked, asked.role ?? null));
    const route = routes.find(({ method, path }) => method === asked.method && path === asked.path);
    expect(answer.status).toBe(asked.status);
    if (route?.media === undefined) expect(route?.reply.parse(answer.body)).toEqual(answer.body);
    else expect(answer.headers['content-type']).toBe(`${route.media}; charset=utf-8`);
  });

  it.each(guarded)('$method $path asks for a token', async (asked) => {
    for (const token of [null, 'unknown']) {
      const answer = await fullApi().ask(requestFor(asked, token));
      expect(answer.status).toBe(401);
      expect(wireProblem.parse(answer.body).type).toBe('/problems/unauthenticated');
    }
  });

  it.each(guarded.filter(({ role }) => role !== 'viewer'))(
    '$method $path is refused to a viewer',
    async (asked) => {
      const answer = await fullApi().ask(requestFor(asked, 'viewer'));
      expect(answer.status).toBe(403);
      expect(wireProblem.parse(answer.body).type).toBe('/problems/forbidden');
    },
  );

  it.each(cases.filter(({ path }) => path.includes('{id}')))(
    '$method $path has nothing for an id that is not theirs, or none',
    async (asked) => {
      for (const id of [
        '7',
        '0',
        '-1',
        '07',
        '1e3',
        'x',
        '9'.repeat(16),
        '99999999999999999999',
        '%2e',
      ])
        expect(
          await apiWith().ask({
            ...requestFor(asked, asked.role === 'admin' ? 'admin' : 'operator'),
            path: asked.path.replace('{id}', id),
          }),
        ).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
    },
  );

  it('takes an Idempotency-Key', async () => {
    const headers = { ...sendsJson('operator'), 'idempotency-key': 'k1' };
    const body = '{"networks":["10.2.0.0/24"]}';
    const answer = await fullApi().ask({ method: 'POST', path: '/v1/tasks', headers, body });
    expect(answer.status).toBe(201);
  });

  it.each(['/v1/runs', '/v1/tasks/delete'])('%s takes 1 to 1,000 ids, each an id', async (path) => {
    const member = path === '/v1/runs' ? 'task_ids' : 'ids';
    const lists = [
      [],
      [0],
      [-1],
      [1.5],
      ['1'],
      [2 ** 60],
      Array.from({ length: 1001 }, () => 1),
      1,
      null,
    ];
    for (const ids of lists) {
      const body = JSON.stringify({ [member]: ids });
      const headers = sendsJson('operator');
      const answer = await fullApi().ask({ method: 'POST', path, headers, body });
      expect(answer.status).toBe(422);
    }
  });

  it('tells the id of the task that is already there', async () => {
    const { DomainError } = await import('#shared/domain/errors.ts');
    const none = async () => null;
    const api = apiWith({
      tasks: {
        ofRequest: async () => [],
        create: () =>
          Promise.reject(
            new DomainError('duplicate-task', 'It is there.', { details: { existing_id: 7 } }),
          ),
        get: none,
        update: none,
        remove: none,
        list: async () => ({ tasks: [], next: null }),
      },
    });
    const body = '{"networks":["10.2.0.0/24"]}';
    const answer = await api.ask({
      method: 'POST',
      path: '/v1/tasks',
      headers: sendsJson('admin'),
      body,
    });
    expect(answer).toMatchObject({ status: 409, body: { existing_id: 7 } });
  });

  it('knows nobody by a header that only looks right', async () => {
    expect(await fullApi().ask({ path: '/v1/tasks', headers: asks('') })).toMatchObject({
      status: 401,
    });
  });
});
