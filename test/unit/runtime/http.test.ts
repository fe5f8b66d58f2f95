import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { DomainError } from '#shared/domain/errors.ts';
import { wireProblem } from '#shared/domain/wire.ts';
import { httpHandler } from '#shared/runtime/http.ts';
import { plain, route } from '#shared/runtime/route.ts';
import { type Asked, ask, contextWith, httpEvent } from '#test/support/http-event.ts';
import { listeningLog } from '#test/support/listening-log.ts';

const reply = z.unknown();
const routes = [
  route({
    ...plain,
    method: 'GET',
    path: '/open',
    role: null,
    status: 200,
    reply,
    handle: async () => ({ open: true }),
  }),
  route({
    ...plain,
    method: 'POST',
    path: '/things',
    role: 'operator',
    body: z.strictObject({ say: z.string().optional() }),
    status: 201,
    reply,
    handle: async ({ body, principal }) => ({ ...body, by: principal.label }),
  }),
  route({
    ...plain,
    method: 'DELETE',
    path: '/things',
    role: 'operator',
    status: 204,
    reply: z.undefined(),
    handle: async () => undefined,
  }),
  route({
    ...plain,
    method: 'GET',
    path: '/fails',
    role: null,
    status: 200,
    reply,
    handle: async () => {
      throw new Error('column "secret" at db.internal');
    },
  }),
  route({
    ...plain,
    method: 'GET',
    path: '/hangs',
    role: null,
    status: 200,
    reply,
    handle: () => new Promise<never>(() => {}),
  }),
];

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const tokens = new Map(
  (['viewer', 'operator'] as const).map((role) => [
    sha256(role),
    { id: 1, label: role, role, owner: role, scopes: [] },
  ]),
);
const deps = {
  callers: {
    find: async (hash: string) => ({ token: tokens.get(hash) ?? null, scopes: [] }),
    noteUse: async () => {},
  },
  admit: async () => 0,
  requests: {
    begin: async () => ({ verdict: 'begun', id: 'a request' }) as const,
    answer: async () => {},
    withdraw: async () => {},
    suspend: async () => {},
  },
};
const api = () => {
  const log = listeningLog();
  return { log, handler: httpHandler({ routes, deps: async () => deps, log }) };
};
const answerTo = (asked: Asked) => ask(api().handler, asked);

const json = { 'content-type': 'application/json' };
const as = (role: string) => ({ ...json, authorization: `Bearer ${role}` });
const things = (change: Asked) => ({ method: 'POST', path: '/things', body: '{}', ...change });

describe('the checks', () => {
  it.each<[number, string, Asked]>([
    [401, 'unauthenticated', things({ method: 'PUT', headers: {}, body: 'x' })],
    [401, 'unauthenticated', { path: '/nowhere' }],
    [405, 'method-not-allowed', things({ method: 'PUT', headers: as('viewer'), body: 'x' })],
    [403, 'forbidden', things({ headers: { authorization: 'Bearer viewer' }, body: 'x' })],
    [415, 'unsupported-media-type', things({ headers: { authorization: 'Bearer operator' } })],
    [413, 'payload-too-large', things({ headers: as('operator'), body: 'x'.repeat(70_000) })],
    [400, 'malformed-json', things({ headers: as('operator'), body: 'x' })],
    [422, 'validation-error', things({ headers: as('operator'), body: '{"say":1}' })],
    [404, 'not-found', { path: '/nowhere', headers: as('viewer') }],
    [405, 'method-not-allowed', { method: 'POST', path: '/open' }],
  ])('end at the first that fails: %i %s', async (status, slug, asked) => {
    const answer = await answerTo(asked);
    const problem = wireProblem.parse(answer.body);
    expect(answer.status).toBe(status);
    expect(problem).toMatchObject({ type: `/problems/${slug}`, status, instance: 'request-1' });
    expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json' });
  });

  it('say how to go on', async () => {
    expect((await answerTo({ path: '/things' })).headers).toMatchObject({
      'www-authenticate': 'Bearer realm="netsweep"',
    });
    const wrongMethod = await answerTo({ path: '/things', headers: as('viewer') });
    expect(wrongMethod.headers).toMatchObject({ allow: 'POST, DELETE' });
  });

  it('ask for no token where none is needed', async () => {
    expect(await answerTo({ path: '/open' })).toMatchObject({ status: 200, body: { open: true } });
    const headers = { authorization: 'Bearer wrong' };
    expect(await answerTo({ path: '/open', headers })).toMatchObject({ status: 200 });
  });
});

describe('an answer', () => {
  it('has the status of its route, and no body where there is nothing to say', async () => {
    const created = await answerTo(things({ headers: as('operator'), body: '{"say":"hello"}' }));
    expect(created).toMatchObject({ status: 201, body: { say: 'hello', by: 'operator' } });
    const deleted = await answerTo(things({ method: 'DELETE', headers: as('operator') }));
    expect(deleted).toMatchObject({ status: 204, body: undefined });
    expect(deleted.headers).not.toHaveProperty('content-type');
  });

  it.each([{ path: '/open' }, { path: '/nowhere' }, { path: '/fails' }])(
    'is neither kept, nor sniffed, nor framed: $path',
    async (asked) => {
      expect((await answerTo(asked)).headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'strict-transport-security': expect.stringContaining('max-age='),
      });
    },
  );

  it('comes before Lambda ends the function', async () => {
    const answer = await api().handler(httpEvent({ path: '/hangs' }), contextWith(550));
    expect(answer.statusCode).toBe(503);
  });

  it('is an outage when the stores cannot be had', async () => {
    const outage = new DomainError('dependency-unavailable', 'No secrets.');
    const down = httpHandler({ routes, deps: () => Promise.reject(outage), log: listeningLog() });
    expect(await ask(down, { path: '/open' })).toMatchObject({ status: 503 });
  });
});

describe('the log', () => {
  it('has one line a request, without its query, body or token', async () => {
    const { handler, log } = api();
    await ask(handler, things({ headers: as('operator'), query: 'hunter=2', body: 'hunter3' }));
    expect(log.lines).toEqual([
      {
        level: 'info',
        message: 'request',
        extra: { method: 'POST', path: '/things', status: 400, duration_ms: expect.any(Number) },
      },
    ]);
  });

  it('has the error of a 500 once, of which the caller learns nothing', async () => {
    const { handler, log } = api();
    const answer = await ask(handler, { path: '/fails' });
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer)).not.toMatch(/secret|column|db\.internal|stack/);
    const errors = log.lines.filter(({ level }) => level === 'error');
    expect(errors).toEqual([
      { level: 'error', message: '/problems/internal', extra: { error: expect.any(Error) } },
    ]);
  });
});
