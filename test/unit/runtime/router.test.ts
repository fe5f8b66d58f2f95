import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Method, plain, route } from '#shared/runtime/route.ts';
import { pickMethod, routesOf } from '#shared/runtime/router.ts';

const at = (method: Method, path: string) =>
  route({
    ...plain,
    method,
    path,
    role: null,
    status: 200,
    reply: z.string(),
    handle: async () => `${method} ${path}`,
  });
const routes = [
  at('GET', '/v1/tasks'),
  at('POST', '/v1/tasks'),
  at('GET', '/v1/tasks/{id}'),
  at('DELETE', '/v1/tasks/{id}'),
  at('POST', '/v1/tasks/delete'),
  at('GET', '/v1/tasks/{id}/hosts'),
  at('GET', '/v1/openapi.json'),
];
const pick = (method: string, path: string) => {
  const { route: picked, params } = pickMethod(routesOf(routes, path), method);
  return [`${picked.method} ${picked.path}`, params];
};

describe('the route of a request', () => {
  it.each([
    ['GET', '/v1/tasks', 'GET /v1/tasks', {}],
    ['DELETE', '/v1/tasks/7', 'DELETE /v1/tasks/{id}', { id: '7' }],
    ['GET', '/v1/tasks/7/hosts', 'GET /v1/tasks/{id}/hosts', { id: '7' }],
    ['POST', '/v1/tasks/delete', 'POST /v1/tasks/delete', {}],
    ['GET', '/v1/tasks/__proto__', 'GET /v1/tasks/{id}', { id: '__proto__' }],
    ['GET', '/v1/openapi.json', 'GET /v1/openapi.json', {}],
  ])('of %s %s is %s', (method, path, expected, params) => {
    expect(pick(method, path)).toEqual([expected, params]);
  });

  it.each([
    '/',
    '',
    '/v1',
    '/v1/tasks/',
    '/v1//tasks',
    '/V1/tasks',
    '/v1/tasks/7/',
    '/v1/openapixjson',
    '/v1/tasks/7/8/hosts',
  ])('is none for %j', (path) => {
    expect(() => pick('GET', path)).toThrow(expect.objectContaining({ code: 'not-found' }));
  });

  it.each([
    ['PUT', '/v1/tasks', 'GET, POST'],
    ['HEAD', '/v1/tasks', 'GET, POST'],
    ['get', '/v1/tasks', 'GET, POST'],
    ['POST', '/v1/tasks/7', 'GET, DELETE'],
    ['DELETE', '/v1/tasks/delete', 'POST'],
  ])('does not take %s on %s, but %s', (method, path, allow) => {
    expect(() => pick(method, path)).toThrow(
      expect.objectContaining({ code: 'method-not-allowed', details: { allow } }),
    );
  });
});
