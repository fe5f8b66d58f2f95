import { describe, expect, it } from 'vitest';
import { wireProblem } from '#shared/domain/wire.ts';
import { apiWith, asks, sendsJson } from '#test/support/api-with.ts';

/** Would be shown where an answer repeated what was sent. */
const CANARY = 'canary-7f3a';
const huge = `{"${CANARY}":"${'x'.repeat(70_000)}"}`;
const body = (change: object) => JSON.stringify({ networks: ['10.0.0.0/24'], ...change });
const tooMany = { networks: ['10.0.0.0/8', '127.0.0.1', '172.16.0.1'] };

/** Each request is wrong in all that comes after, too. */
type Rung = readonly [string, number, string, Record<string, string>, string, string?];
const ladder: Rung[] = [
  ['unauthenticated', 401, 'PUT', { 'content-type': 'text/plain' }, huge],
  ['method-not-allowed', 405, 'PUT', { ...asks('viewer'), 'content-type': 'text/plain' }, huge],
  ['forbidden', 403, 'POST', { ...asks('viewer'), 'content-type': 'text/plain' }, huge],
  ['unsupported-media-type', 415, 'POST', { ...asks('operator'), 'content-type': CANARY }, huge],
  ['payload-too-large', 413, 'POST', sendsJson('operator'), `${huge}{`],
  ['malformed-json', 400, 'POST', sendsJson('operator'), `{"networks":["${CANARY}"`],
  [
    'validation-error',
    422,
    'POST',
    sendsJson('operator'),
    body({ ...tooMany, [CANARY]: 1, tcp_ports: '99999' }),
    '',
  ],
  [
    'validation-error',
    422,
    'POST',
    sendsJson('operator'),
    body({ ...tooMany, tcp_ports: CANARY }),
    '/tcp_ports',
  ],
  ['too-many-addresses', 422, 'POST', sendsJson('operator'), body(tooMany), '/networks'],
  [
    'target-forbidden',
    403,
    'POST',
    sendsJson('operator'),
    body({ networks: ['127.0.0.1', '172.16.0.1'] }),
    '/networks/0',
  ],
  [
    'scope-denied',
    403,
    'POST',
    sendsJson('operator'),
    body({ networks: ['10.0.0.1', '172.16.0.1'] }),
    '/networks/1',
  ],
  ['rate-limited', 429, 'POST', sendsJson('operator'), body({})],
];

describe('a request that is wrong in many ways', () => {
  it.each(ladder.map((rung) => ({ rung })))('is told first: $rung.0', async ({ rung }) => {
    const [type, status, method, headers, sent, pointer] = rung;
    const api = apiWith({ admit: async () => 2500 });
    const answer = await api.ask({ method, path: '/v1/tasks', headers, body: sent });
    const problem = wireProblem.parse(answer.body);
    expect([answer.status, problem.type]).toEqual([status, `/problems/${type}`]);
    expect(problem.detail).toMatch(/\w+.*\.$/);
    if (pointer !== undefined) expect(problem.errors[0]?.pointer).toBe(pointer);
    expect(JSON.stringify(answer)).not.toContain(CANARY);
    expect(api.created).toEqual([]);
  });

  it('comes too soon: 429 says when to come back', async () => {
    const api = apiWith({ admit: async () => 2500 });
    for (const [method, path, sent] of [
      ['POST', '/v1/tasks', body({})],
      ['GET', '/v1/tasks', undefined],
    ] as const) {
      const headers = sendsJson('operator');
      const answer = await api.ask({ method, path, headers, ...(sent && { body: sent }) });
      expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': '3' } });
    }
    expect(api.created).toEqual([]);
  });

  it('is created once nothing is wrong', async () => {
    const api = apiWith();
    const headers = sendsJson('operator');
    const answer = await api.ask({ method: 'POST', path: '/v1/tasks', headers, body: body({}) });
    expect(answer.status).toBe(201);
  });
});
