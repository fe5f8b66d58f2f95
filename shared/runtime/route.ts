import * as z from 'zod';
import { DomainError, type ErrorCode } from '#shared/domain/errors.ts';
import { readBody } from '#shared/domain/read-body.ts';
import type { Principal, Role } from './auth.ts';
import { type HttpRequest, readJson } from './http-request.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** What a handler is called with: parsed, so that inside the types are true. */
type Call<Params, Query, Body> = {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly principal: Principal;
  /** Stays the same when a caller repeats a request that they named; null where it has no name. */
  readonly requestId: string | null;
  /** Throws `rate-limited`. Called for the handler, unless it is the handler that looks at the last thing before. */
  readonly admit: () => Promise<void>;
};

/** A route as its function declares it. The schemas are the contract: they validate, and describe the API. */
export type RouteSpec<Params, Query, Body, Reply, Deps> = {
  readonly method: Method;
  /** Such as `/v1/tasks/{id}`; matched to the letter. */
  readonly path: string;
  /** One sentence for the API's description. */
  readonly summary?: string;
  /** The least role that may; null: no token is asked for. */
  readonly role: Role | null;
  readonly params: z.ZodType<Params>;
  readonly query: z.ZodType<Query>;
  /** `nothing` where a body is not looked at. */
  readonly body: z.ZodType<Body>;
  /** Status and shape of success. */
  readonly status: 200 | 201 | 202 | 204;
  /** False: the answer may not be kept to be given again, so an Idempotency-Key is not looked at. */
  readonly isKept?: boolean;
  /** True: the handler has checks of its own to make before it calls `admit`. */
  readonly admitsItself?: boolean;
  readonly reply: z.ZodType<Reply>;
  /** The media type of success where it is not JSON; `reply` is `textReply` then; a `servedFile` says its own. */
  readonly media?: string;
  /** Refusals beyond those that follow from what is above (`refusalsOf`). */
  readonly refusals?: readonly ErrorCode[];
  readonly handle: (call: Call<Params, Query, Body>, deps: Deps) => Promise<Reply>;
};

/** A route as the server walks it, whatever its types were. */
export type Route<Deps> = Pick<
  RouteSpec<unknown, unknown, unknown, unknown, Deps>,
  | 'method'
  | 'path'
  | 'summary'
  | 'role'
  | 'status'
  | 'isKept'
  | 'params'
  | 'query'
  | 'body'
  | 'reply'
  | 'media'
  | 'refusals'
> & {
  readonly answer: (request: RoutedRequest, principal: Principal, deps: Deps) => Promise<unknown>;
};

type RoutedRequest = HttpRequest & {
  readonly params: Readonly<Record<string, string>>;
  readonly requestId: string | null;
  readonly admit: () => Promise<void>;
};

/** What a route answers with that does not speak JSON: the text, and headers of its own. */
export const textReply = z.strictObject({
  text: z.string(),
  headers: z.record(z.string(), z.string()),
});
export type TextReply = z.infer<typeof textReply>;

/** What a route answers with that serves a file: its bytes, and headers that say what they are. */
export const servedFile = z.strictObject({
  bytes: z.instanceof(Uint8Array),
  headers: z.record(z.string(), z.string()),
});

/** No body, no parameters, no content. */
export const nothing = z.undefined();
/** For routes that take neither path parameters, nor a query, nor a body. */
export const plain = { params: z.object({}), query: z.strictObject({}), body: nothing };

/** Makes a route that reads its request in the order of the API's checks: media type, size, JSON, schemas. */
export const route = <Params, Query, Body, Reply, Deps>(
  spec: RouteSpec<Params, Query, Body, Reply, Deps>,
): Route<Deps> => ({
  ...spec,
  answer: async (request, principal, deps) => {
    const json = Object.is(spec.body, nothing) ? undefined : readJson(request);
    const params = readParams(spec.params, request.params);
    const query = readQuery(spec.query, request.query);
    const body = readBody(spec.body, json);
    const { requestId, admit } = request;
    if (spec.admitsItself !== true) await admit();
    return spec.handle({ params, query, body, principal, requestId, admit }, deps);
  },
});

/** A path whose parameter cannot be an id names nothing. */
const readParams = <Params>(schema: z.ZodType<Params>, params: unknown): Params => {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  throw new DomainError('not-found', 'Nothing has this id.');
};

const readQuery = <Query>(schema: z.ZodType<Query>, query: string): Query => {
  const pairs = [...new URLSearchParams(query)];
  const values = Object.fromEntries(pairs);
  const repeated = pairs.length > Object.keys(values).length;
  const parsed = schema.safeParse(values);
  if (parsed.success && !repeated && !Object.hasOwn(values, '__proto__')) return parsed.data;
  const names = (parsed.error?.issues ?? []).flatMap(({ path: [name] }) => name ?? []);
  throw new DomainError(
    'validation-error',
    'Send the query parameters that the API describes, each once.',
    {
      errors: names.map((name) => ({ pointer: `/${String(name)}`, code: 'invalid' })),
    },
  );
};
