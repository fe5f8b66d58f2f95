import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { requestOf } from '#shared/runtime/http-request.ts';
import { plain, route } from '#shared/runtime/route.ts';
import { type Asked, httpEvent } from '#test/support/http-event.ts';
import { principalOf } from '#test/support/samples.ts';

const numbered = route({
  ...plain,
  method: 'POST',
  path: '/v1/things/{id}',
  role: 'viewer',
  params: z.object({ id: z.string().regex(/^\d+$/).transform(Number) }),
  query: z.strictObject({ q: z.string().max(3).optional() }),
  body: z.strictObject({ a: z.int() }),
  status: 200,
  reply: z.unknown(),
  handle: async (call, deps: { b: number }) => ({ ...call, b: deps.b }),
});

const headers = { 'content-type': 'application/json' };
const answer = (asked: Asked, id = '7') =>
  numbered.answer(
    {
      ...requestOf(httpEvent({ headers, body: '{"a":1}', ...asked })),
      params: { id },
      admit: async () => {},
      requestId: null,
    },
    principalOf('viewer'),
    { b: 2 },
  );

describe('a route', () => {
  it('hands over what it has parsed', async () => {
    expect(await answer({ query: 'q=%C3%A9+1' })).toEqual({
      params: { id: 7 },
      query: { q: 'é 1' },
      body: { a: 1 },
      requestId: null,
      principal: principalOf('viewer'),
      admit: expect.any(Function),
      b: 2,
    });
  });

  it.each<[string, Asked, string?]>([
    ['unsupported-media-type', { headers: {}, body: 'x' }, 'x'],
    ['malformed-json', { body: 'x', query: 'x=1' }, 'x'],
    ['not-found', { body: '[]', query: 'x=1' }, 'x'],
    ['validation-error', { body: '[]' }],
  ])('refuses in the order of the checks: %s', async (code, asked, id) => {
    await expect(answer(asked, id)).rejects.toMatchObject({ code });
  });

  it.each([
    ['x=1', []],
    ['q=1&q=1', []],
    ['q=1&q=2', []],
    ['q=four', [{ pointer: '/q', code: 'invalid' }]],
    ['__proto__=1', []],
    ['q=1&__proto__=1', []],
    ['constructor=1', []],
    ['=', []],
  ])('refuses the query %s', async (query, errors) => {
    await expect(answer({ query })).rejects.toMatchObject({ code: 'validation-error', errors });
  });

  it('points into the body where it is wrong', async () => {
    await expect(answer({ body: '{"a":"x","b":1}' })).rejects.toMatchObject({
      code: 'validation-error',
      errors: expect.arrayContaining([{ pointer: '/a', code: 'wrong-type' }]),
    });
  });

  it.each([
    '{"a":1,"__proto__":{}}',
    '{"a":1,"\\u005f_proto__":{}}',
    '[[[[[[[[[1]]]]]]]]]',
    'null',
  ])('refuses the body %s', async (body) => {
    await expect(answer({ body })).rejects.toMatchObject({ code: 'validation-error' });
  });
});
