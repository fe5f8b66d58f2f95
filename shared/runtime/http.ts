import middy, { type MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod';
import { DomainError } from '#shared/domain/errors.ts';
import { answerOnce, nameOf, type RequestLog } from './answer-once.ts';
import {
  type AuthDeps,
  type Authenticated,
  authenticate,
  type Principal,
  requireRole,
} from './auth.ts';
import { type HttpRequest, requestOf } from './http-request.ts';
import type { Log } from './log.ts';
import { headersOf, problemOf } from './problem.ts';
import type { Admit } from './request-rate.ts';
import { type Route, servedFile, textReply } from './route.ts';
import { pickMethod, routesOf } from './router.ts';

type Event = APIGatewayProxyEventV2;
type Result = APIGatewayProxyStructuredResultV2;
type Middleware = MiddlewareObj<Event, Result>;

/** Time kept to answer with a problem before Lambda ends the function without a word. */
const ANSWER_EARLY_MS = 500;

/** On every answer: what comes back is data, for this caller, now. */
const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
};

export type ApiDeps = AuthDeps & {
  readonly requests: RequestLog;
  /** Counts a request of a caller; how long they have to wait. */
  readonly admit: Admit;
};

export type Api<Deps extends ApiDeps> = {
  readonly routes: readonly Route<Deps>[];
  /** Asked at each request, so that rotated secrets are taken up. */
  readonly deps: () => Promise<Deps>;
  readonly log: Log;
};

/** The Lambda handler of an HTTP API: routes in, RFC 9457 problems out, one log line a request. */
export const httpHandler = <Deps extends ApiDeps>({ routes, deps, log }: Api<Deps>) =>
  middy<Event, Result>({
    timeoutEarlyInMillis: ANSWER_EARLY_MS,
    timeoutEarlyResponse: () => {
      throw new DomainError('dependency-unavailable', 'The answer took too long; try again.');
    },
  })
    .use(logRequests(log))
    .use(answerProblems(log))
    .handler((event) => answer(event, routes, deps));

/** Who asks comes before what there is: without a token, a path that is not there looks like one that is. */
const answer = async <Deps extends ApiDeps>(
  event: Event,
  routes: readonly Route<Deps>[],
  deps: () => Promise<Deps>,
): Promise<Result> => {
  const request = requestOf(event);
  const matches = routesOf(routes, request.path);
  const isOpen = matches.length > 0 && matches.every(({ route }) => route.role === null);
  const connected = await deps();
  const asking = isOpen ? nobody : await authenticate(request.headers.authorization, connected);
  const principal = { ...asking.principal, via: { requestId: request.id, ip: request.ip } };
  const admit = isOpen ? freely : admissionOf(principal, connected);
  // Beside the work, and no reason to fail: the next request tells the same.
  const noted = asking.noteUse().catch(() => {});
  const { route, params } = pickMethod(matches, request.method);
  if (route.role !== null) requireRole(principal, route.role);
  const reply = await replyTo({ ...request, params, admit }, route, principal, connected);
  await noted;
  return resultOf(route, reply);
};

const resultOf = <Deps>({ status, media, reply: shape }: Route<Deps>, reply: unknown): Result => {
  if (reply === undefined) return { statusCode: status, headers: SECURITY_HEADERS };
  if (Object.is(shape, servedFile)) return fileResult(status, servedFile.parse(reply));
  if (media === undefined) return json(status, 'application/json', reply);
  const { text, headers } = textReply.parse(reply);
  const type = `${media}; charset=utf-8`;
  return {
    statusCode: status,
    headers: { ...SECURITY_HEADERS, 'content-type': type, ...headers },
    body: text,
  };
};

/** In base64, since a gateway takes everything else for text. */
const fileResult = (
  statusCode: number,
  { bytes, headers }: z.infer<typeof servedFile>,
): Result => ({
  statusCode,
  headers: { ...SECURITY_HEADERS, ...headers },
  body: Buffer.from(bytes).toString('base64'),
  isBase64Encoded: true,
});

const freely = async (): Promise<void> => {};

/** Every request counts, and is refused for it where nothing else is wrong. */
const admissionOf = ({ id }: Principal, { admit }: ApiDeps): (() => Promise<void>) => {
  const admission = admit(id);
  admission.catch(() => {});
  return async () => {
    const waitMs = await admission;
    if (waitMs === 0) return;
    throw new DomainError('rate-limited', 'Your token makes too many requests; wait a little.', {
      details: { retry_after_seconds: Math.ceil(waitMs / 1000) },
    });
  };
};

/** Changes that their caller named are made once. */
const replyTo = async <Deps extends ApiDeps>(
  request: HttpRequest & { params: Record<string, string>; admit: () => Promise<void> },
  route: Route<Deps>,
  principal: Principal,
  deps: Deps,
): Promise<unknown> => {
  const isNameable = route.method === 'POST' && route.isKept !== false;
  const name = isNameable ? nameOf(request, principal.id) : null;
  const work = (requestId: string | null) =>
    route.answer({ ...request, requestId }, principal, deps);
  return name === null ? work(null) : answerOnce(request, name, route.status, deps.requests, work);
};

/** Who asks where no token is asked for. */
const nobody: Authenticated = {
  principal: { id: '', label: '', role: 'viewer', owner: '', scopes: [] },
  noteUse: async () => {},
};

const json = (statusCode: number, type: string, body: unknown, headers = {}): Result => ({
  statusCode,
  headers: { ...SECURITY_HEADERS, 'content-type': type, ...headers },
  body: JSON.stringify(body),
});

const answerProblems = (log: Log): Middleware => ({
  onError: (request) => {
    const problem = problemOf(request.error, request.event.requestContext.requestId);
    if (problem.status >= 500) log.error(problem.type, { error: request.error });
    request.response = json(
      problem.status,
      'application/problem+json',
      problem,
      headersOf(problem),
    );
  },
});

const logRequests = (log: Log): Middleware => {
  let startedAtMs = 0;
  const finish: Middleware['after'] = ({ event, response }) => {
    const { method, path } = event.requestContext.http;
    const durationMs = Math.round(performance.now() - startedAtMs);
    log.info('request', {
      method,
      path: path.slice(0, 200),
      status: response?.statusCode,
      duration_ms: durationMs,
    });
  };
  return {
    before: ({ event }) => {
      // One environment serves one request at a time.
      startedAtMs = performance.now();
      log.resetKeys();
      log.appendKeys({ request_id: event.requestContext.requestId });
    },
    after: finish,
    onError: finish,
  };
};
