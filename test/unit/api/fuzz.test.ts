import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { routes } from '#functions/api/routes.ts';
import { wireProblem } from '#shared/domain/wire.ts';
import { apiWith, sendsJson } from '#test/support/api-with.ts';
import type { Asked } from '#test/support/http-event.ts';

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.json());
const value = fc.oneof(
  text,
  fc.constantFrom(
    '10.0.0.0/24',
    '22,80',
    '1-65535',
    'web',
    '0 3 * * *',
    'UTC',
    '::1',
    '10.0.0.1-10.0.0.9',
  ),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);
const key = fc.oneof(
  fc.constantFrom(
    'networks',
    'tcp_ports',
    'udp_ports',
    'schedule',
    'label',
    'options',
    'ids',
    'task_ids',
    'cron',
    'at',
    'timezone',
    'rate',
    'exclude',
    '__proto__',
    'constructor',
  ),
  text,
);
/** Bodies that come near to what the API takes, and any others. */
const { body } = fc.letrec<{ body: unknown }>((tie) => ({
  body: fc.oneof(
    { maxDepth: 5 },
    value,
    fc.array(tie('body'), { maxLength: 5 }),
    fc.dictionary(key, tie('body'), { maxKeys: 6 }),
  ),
}));
const bodyText = fc.oneof(
  body.map((any) => JSON.stringify(any) ?? ''),
  text,
);

const segment = fc.oneof(
  fc.constantFrom('v1', 'tasks', 'runs', 'hosts', '7', 'delete', 'cancel'),
  text,
);
const path = fc.oneof(
  fc.constantFrom(...routes.map((route) => route.path.replace('{id}', '7'))),
  fc.array(segment, { maxLength: 5 }).map((segments) => `/${segments.join('/')}`),
);
const request: fc.Arbitrary<Asked> = fc.record({
  method: fc.oneof(fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE'), text),
  path,
  query: fc.oneof(
    fc.webQueryParameters(),
    text,
    fc.constantFrom('limit=5', 'cursor=x', 'status=new'),
  ),
  body: bodyText,
  isBase64Encoded: fc.boolean(),
  headers: fc.oneof(
    fc.constant(sendsJson('admin')),
    fc.dictionary(fc.constantFrom('authorization', 'content-type', 'x'), text),
  ),
});

/** Statuses that API.md documents. */
const DOCUMENTED = [200, 201, 202, 204, 400, 401, 403, 404, 405, 409, 413, 415, 422];

describe('the API', () => {
  it('never fails on any request, and each refusal is a problem', async () => {
    await fc.assert(
      fc.asyncProperty(request, async (asked) => {
        const { status, body: answer } = await apiWith().ask(asked);
        expect(DOCUMENTED).toContain(status);
        if (status >= 400) expect(wireProblem.parse(answer).status).toBe(status);
      }),
      { numRuns: 500 },
    );
  });

  it('never fails on any body of a new task, and creates nothing that it refuses', async () => {
    const near = fc.record(
      {
        networks: fc.oneof(
          fc.array(fc.oneof(fc.constant('10.0.0.0/24'), text), { maxLength: 3 }),
          body,
        ),
        tcp_ports: fc.oneof(fc.constantFrom('22', 'web', '1-99'), body),
        udp_ports: fc.oneof(fc.constantFrom('53', ''), body),
        label: text,
        schedule: fc.oneof(body, fc.record({ cron: fc.array(text), timezone: text })),
        options: fc.oneof(body, fc.record({ rate: fc.integer(), exclude: fc.array(text) })),
      },
      { requiredKeys: ['networks'] },
    );
    await fc.assert(
      fc.asyncProperty(near, async (any) => {
        const api = apiWith();
        const headers = sendsJson('operator');
        const asked = { method: 'POST', path: '/v1/tasks', headers, body: JSON.stringify(any) };
        const { status } = await api.ask(asked);
        expect([201, 403, 413, 422]).toContain(status);
        expect(api.created.length > 0).toBe(status === 201);
      }),
      { numRuns: 500 },
    );
  });
});
