import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { routes } from '#functions/api/routes.ts';
import { apiWith } from '#test/support/api-with.ts';
import { checkContract, openApi, schemaAt } from '#test/support/contract.ts';

type Media = { readonly schema: object; readonly example?: unknown };
type Content = { readonly content?: Readonly<Record<string, Media>> };
type Operation = {
  readonly operationId: string;
  readonly summary?: string;
  readonly security?: unknown;
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
};
const document = openApi as Record<string, unknown> & {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
const { paths } = document;
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

/** Bodies of the document, and where they are in it. */
const bodies = operations.flatMap(({ path, method, operation }) => {
  const places: [string[], Content | undefined][] = [
    [['requestBody'], operation.requestBody],
    ...Object.entries(operation.responses).map(([status, response]): [string[], Content] => [
      ['responses', status],
      response,
    ]),
  ];
  return places.flatMap(([steps, content]) =>
    Object.entries(content?.content ?? {}).map(([type, { example }]) => ({
      at: ['paths', path, method, ...steps, 'content', type, 'schema'],
      type,
      example,
    })),
  );
});

describe('the description of the API', () => {
  it('is served to anybody, as OpenAPI 3.1', async () => {
    const answer = await apiWith().ask({ path: '/v1/openapi.json' });
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: { openapi: '3.1.0', components: { securitySchemes: { bearer: { scheme: 'bearer' } } } },
    });
    expect(answer.body).toEqual(openApi);
  });

  it('is valid', async () => {
    const { valid, errors } = await new Validator().validate({ ...document });
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
  });

  it('has every route, each with a name and a sentence', () => {
    expect(operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`).sort()).toEqual(
      routes.map(({ method, path }) => `${method} ${path}`).sort(),
    );
    for (const { operation } of operations) expect(operation.summary).toMatch(/^[A-Z].*\.$/);
    const names = operations.map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
  });

  it('asks for a token where the routes do', () => {
    for (const { path, method, operation } of operations) {
      const route = routes.find((one) => one.path === path && one.method.toLowerCase() === method);
      expect(operation.security).toEqual(route?.role === null ? [] : undefined);
      expect('401' in operation.responses).toBe(route?.role !== null);
    }
  });

  it.each(
    bodies.filter(({ type, at }) => type === 'application/json' && at[1] !== '/v1/openapi.json'),
  )('shows a true example at $at', ({ at, example }) => {
    const validate = schemaAt(...at);
    expect(example).toBeDefined();
    expect(validate(example) || validate.errors).toBe(true);
  });
});

describe('an answer', () => {
  const asked = { path: '/v1/health' };
  const good = {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: { postgres: true, redis: true },
  };
  const problem = {
    type: '/problems/not-found',
    title: 'There is no such thing',
    status: 404,
    detail: 'You have no task with this id.',
    instance: 'request-1',
    errors: [],
  };
  const refused = {
    status: 404,
    headers: { 'content-type': 'application/problem+json' },
    body: problem,
  };

  it('that is described passes', () => {
    expect(() => checkContract(asked, good)).not.toThrow();
    expect(() => checkContract({ path: '/v1/tasks/7' }, refused)).not.toThrow();
    expect(() => checkContract({ path: '/v1/nothing' }, refused)).not.toThrow();
  });

  it.each([
    ['with another status', asked, { ...good, status: 202 }],
    ['with another media type', asked, { ...good, headers: { 'content-type': 'text/html' } }],
    ['with a member that is not described', asked, { ...good, body: { ...good.body, x: 1 } }],
    ['without a member', asked, { ...good, body: { postgres: true } }],
    [
      'with a type of problem that is not this path’s',
      { path: '/v1/tasks/7' },
      { ...refused, body: { ...problem, type: '/problems/run-live' } },
    ],
    [
      'with content where there is none',
      { method: 'DELETE', path: '/v1/tasks/7' },
      { ...good, status: 204 },
    ],
    ['of success where nothing is', { path: '/v1/nothing' }, good],
  ])('%s does not', (_name, at, answer) => {
    expect(() => checkContract(at, answer)).toThrow(/description/);
  });
});
