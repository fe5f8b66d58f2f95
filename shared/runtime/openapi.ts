import * as z from 'zod';
import {
  createDocument,
  type oas31,
  type ZodOpenApiOperationObject,
  type ZodOpenApiParameters,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { wireProblem } from '#shared/domain/wire.ts';
import { type ProblemCode, problemType, statusOf, titleOf } from './problem.ts';
import { nothing, type Route } from './route.ts';

export type OpenApiDocument = ReturnType<typeof createDocument>;
type AnyRoute = Pick<
  Route<never>,
  'method' | 'path' | 'role' | 'status' | 'params' | 'query' | 'body' | 'reply'
> & {
  readonly summary?: string;
  readonly media?: string;
  readonly accepts?: { readonly media: string };
  readonly refusals?: readonly ProblemCode[];
};

/** What the description says beyond the routes. */
export type Around = {
  readonly info: oas31.InfoObject;
  /** Schemas that get a name of their own. */
  readonly schemas: Readonly<Record<string, z.ZodType>>;
  /** A body as it may look, by its schema. */
  readonly examples: ReadonlyMap<unknown, unknown>;
};

const PROBLEM_REF = { $ref: '#/components/schemas/Problem' } as const;
const TOKEN_CODES = ['unauthenticated', 'rate-limited'] as const;
const BODY_CODES = ['malformed-json', 'payload-too-large', 'unsupported-media-type'] as const;
const ALL_CODES = ['validation-error', 'internal', 'dependency-unavailable'] as const;

const hasBody = ({ body }: AnyRoute): boolean => !Object.is(body, nothing);
const hasParams = ({ path }: AnyRoute): boolean => path.includes('{');

/** Everything a route can be refused with: what follows from its shape, and what it says itself. */
const refusalsOf = (route: AnyRoute): Set<ProblemCode> =>
  new Set([
    ...ALL_CODES,
    ...(route.role === null ? [] : TOKEN_CODES),
    ...(route.role === null || route.role === 'viewer' ? [] : (['forbidden'] as const)),
    ...(hasParams(route) ? (['not-found'] as const) : []),
    ...(hasBody(route) ? BODY_CODES : []),
    ...(route.method === 'POST' ? (['idempotency-key-reused'] as const) : []),
    ...(route.refusals ?? []),
  ]);

const RETRY_AFTER = {
  'retry-after': {
    description: 'Seconds to wait.',
    schema: { type: 'string', pattern: '^[0-9]+$' },
  },
} as const;
const HEADERS: Partial<Record<number, oas31.HeadersObject>> = {
  401: { 'www-authenticate': { schema: { type: 'string' } } },
  429: RETRY_AFTER,
  503: RETRY_AFTER,
};

/** The answer of one status: a problem of one of these types. */
const problemResponse = (status: number, codes: readonly ProblemCode[]): oas31.ResponseObject => ({
  description: codes.map(titleOf).join('; '),
  ...(HEADERS[status] && { headers: HEADERS[status] }),
  content: {
    'application/problem+json': {
      schema: {
        allOf: [
          PROBLEM_REF,
          {
            type: 'object',
            properties: { type: { enum: codes.map(problemType) }, status: { const: status } },
          },
        ],
      },
    },
  },
});

const byStatus = (codes: Iterable<ProblemCode>): Map<number, ProblemCode[]> =>
  Map.groupBy([...codes].sort(), statusOf);

/** Routes that are refused alike share the description of it. */
const problemName = (codes: readonly ProblemCode[]): string => codes.join('.');

const problemsOf = (routes: readonly AnyRoute[]): Record<string, oas31.ResponseObject> =>
  Object.fromEntries(
    routes.flatMap((route) =>
      [...byStatus(refusalsOf(route))].map(([status, codes]) => [
        problemName(codes),
        problemResponse(status, codes),
      ]),
    ),
  );

type Examples = Around['examples'];

const json = (schema: z.ZodType, examples: Examples) => ({
  'application/json': {
    schema,
    ...(examples.has(schema) && { example: examples.get(schema) }),
  },
});

const contentOf = ({ body, accepts }: AnyRoute, examples: Examples) =>
  accepts === undefined
    ? json(body, examples)
    : { [accepts.media]: { schema: { type: 'string' as const } } };

const NEXT_LINK = {
  link: { description: 'Where the next part is, as rel="next".', schema: { type: 'string' } },
} as const;

const successOf = ({ reply, media }: AnyRoute, examples: Examples) => {
  if (Object.is(reply, nothing)) return { description: 'Done; no content.' };
  if (media === undefined) return { description: 'Done.', content: json(reply, examples) };
  const content = { [media]: { schema: { type: 'string' as const } } };
  return { description: 'A part of the document.', headers: NEXT_LINK, content };
};

const responsesOf = (route: AnyRoute, examples: Examples): ZodOpenApiResponsesObject => {
  const problems = [...byStatus(refusalsOf(route))].map(([status, codes]) => [
    status,
    { $ref: `#/components/responses/${problemName(codes)}` },
  ]);
  return { [route.status]: successOf(route, examples), ...Object.fromEntries(problems) };
};

const idempotency = z.object({
  'Idempotency-Key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/)
    .optional()
    .meta({ description: 'The same key and body give the same answer for 24 hours.' }),
});

const paramsOf = (route: AnyRoute): ZodOpenApiParameters =>
  ({
    ...(hasParams(route) && { path: route.params }),
    query: route.query,
    ...(route.method === 'POST' && { header: idempotency }),
  }) as ZodOpenApiParameters;

/** `POST /v1/tasks/{id}/x` is post_tasks_id_x. */
const operationId = ({ method, path }: AnyRoute): string =>
  `${method.toLowerCase()}${path.replace(/^\/v1/, '').replaceAll(/[{}]/g, '').replaceAll(/[/.]/g, '_')}`;

const operationOf = (route: AnyRoute, examples: Examples): ZodOpenApiOperationObject => ({
  operationId: operationId(route),
  ...(route.summary !== undefined && { summary: route.summary }),
  description: route.role === null ? 'No token is asked for.' : `Needs the role ${route.role}.`,
  ...(route.role === null && { security: [] }),
  requestParams: paramsOf(route),
  ...(hasBody(route) && {
    requestBody: { required: true, content: contentOf(route, examples) },
  }),
  responses: responsesOf(route, examples),
});

const pathsOf = (routes: readonly AnyRoute[], examples: Examples) =>
  Object.fromEntries(
    [...Map.groupBy(routes, ({ path }) => path)].map(([path, same]) => [
      path,
      Object.fromEntries(
        same.map((route) => [route.method.toLowerCase(), operationOf(route, examples)]),
      ),
    ]),
  );

/** The OpenAPI 3.1 description of routes, made of the schemas by which they read requests and write answers. */
export const openApiOf = (
  routes: readonly AnyRoute[],
  { info, schemas, examples }: Around,
): OpenApiDocument =>
  createDocument({
    openapi: '3.1.0',
    info,
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    paths: pathsOf(routes, examples),
    components: {
      schemas: { ...schemas, Problem: wireProblem },
      responses: problemsOf(routes),
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description:
            'An API token of Netsweep, or a JWT of the issuer that the deployment names.',
        },
      },
    },
  });
