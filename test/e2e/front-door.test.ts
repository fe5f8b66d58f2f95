import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { wireAuditPage, wireNewToken, wireProblem } from '#shared/domain/wire.ts';
import { SCOPES } from '#test/support/api-with.ts';
import { badInputs } from '#test/support/bad-inputs.ts';
import { useStack } from '#test/support/live-stack.ts';

/** Where Lambda's runtime API listens on AWS, or elsewhere when that port is taken here. */
const runtimeApi = createServer((socket) => socket.destroy());
let connections = 0;
runtimeApi.on('connection', () => {
  connections += 1;
});
runtimeApi.on('error', () => runtimeApi.listen(0, '127.0.0.1'));
runtimeApi.listen(9001, '127.0.0.1');
await once(runtimeApi, 'listening');
afterAll(() => runtimeApi.close());

const stack = await useStack({ policy: 'lambda', scopes: SCOPES });
const tokenFor = async (role: string, scopes: readonly string[]): Promise<string> => {
  const { body } = await stack.call('POST', '/v1/tokens', { role, scopes });
  return wireNewToken.parse(body).token;
};
const tokens: Record<string, string> = {
  operator: await tokenFor('operator', SCOPES),
  viewer: await tokenFor('viewer', SCOPES),
  'operator-without-scope': await tokenFor('operator', []),
};
const withRealToken = (headers: Record<string, string>): Record<string, string> => {
  const name = headers.authorization?.replace('Bearer ', '') ?? '';
  return { ...headers, ...(tokens[name] && { authorization: `Bearer ${tokens[name]}` }) };
};

test('every bad input is refused over HTTP, nothing is created, and nobody knocks at the runtime API', async () => {
  const before = wireAuditPage.parse((await stack.call('GET', '/v1/audit?limit=1')).body);
  for (const { name, request, statuses, types } of badInputs) {
    const response = await fetch(`${stack.endpoints.api}${request.path}`, {
      method: request.method,
      headers: withRealToken(request.headers),
      body: Buffer.from(request.body),
    });
    const problem = wireProblem.parse(await response.json());
    expect({ name, status: response.status, type: problem.type }).toEqual({
      name,
      status: expect.toBeOneOf(statuses),
      type: expect.toBeOneOf(types),
    });
  }
  expect((await stack.call('GET', '/v1/tasks?limit=1')).body.tasks).toEqual([]);
  expect((await stack.call('GET', '/v1/audit?limit=1')).body).toEqual(before);
  expect(connections).toBe(0);
});

test('a token that is revoked, and a scope that is deleted, are worth nothing at once in every process', async () => {
  const made = (await stack.call('POST', '/v1/tokens', { role: 'operator', scopes: SCOPES })).body;
  const headers = { authorization: `Bearer ${made.token}` };
  const task = { networks: ['203.0.113.8/30'], tcp_ports: '22' };
  const statusOf = async (body?: object) =>
    (await stack.call(body ? 'POST' : 'GET', '/v1/tasks', body, headers)).status;
  expect(await statusOf(task)).toBe(201);
  const { scopes } = (await stack.call('GET', '/v1/scopes')).body;
  const { id } = scopes.find(({ cidr }: { cidr: string }) => cidr === '203.0.113.0/24');
  await stack.call('DELETE', `/v1/scopes/${id}`);
  expect(await statusOf({ networks: ['203.0.113.16/30'] })).toBe(403);
  await stack.call('DELETE', `/v1/tokens/${made.id}`);
  const after = await Promise.all(Array.from({ length: 12 }, () => statusOf()));
  expect(new Set(after)).toEqual(new Set([401]));
});
