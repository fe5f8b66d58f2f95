import { DomainError, type ErrorCode, type FieldError } from '#shared/domain/errors.ts';
import { isOutage } from './outage.ts';

/** An RFC 9457 answer; further members say more, such as `existing_id`. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The request's id, as in the log. */
  readonly instance: string;
  readonly errors: readonly FieldError[];
  readonly [member: string]: unknown;
};

/** What an answer can be refused with; each is the slug of a problem type. */
export type ProblemCode = ErrorCode | 'internal';

/** The one table of statuses: a code that is missing here does not compile. */
const kinds: Record<ProblemCode, readonly [status: number, title: string]> = {
  'malformed-json': [400, 'The body is not JSON'],
  unauthenticated: [401, 'A valid token is needed'],
  forbidden: [403, 'The token may not do this'],
  'target-forbidden': [403, 'This range is never probed'],
  'scope-denied': [403, 'The network is outside the scopes'],
  'not-found': [404, 'There is no such thing'],
  'method-not-allowed': [405, 'The path does not take this method'],
  'duplicate-task': [409, 'The task is already there'],
  'run-live': [409, 'The task has a live run'],
  'payload-too-large': [413, 'The body is too large'],
  'unsupported-media-type': [415, 'The body has another media type'],
  'validation-error': [422, 'The request is not as the API describes it'],
  'too-many-addresses': [422, 'Too many addresses'],
  'too-many-probes': [422, 'Too many probes'],
  'rate-too-low': [422, 'The rate is too low'],
  'schedule-invalid': [422, 'The schedule is not valid'],
  'idempotency-key-reused': [422, 'The idempotency key was used with another body'],
  'rate-limited': [429, 'Too many requests'],
  'quota-exceeded': [429, 'The budget is used up'],
  internal: [500, 'Something went wrong here'],
  'dependency-unavailable': [503, 'A store cannot be reached'],
};

/** Status and title of each type of problem, as the API's description has them. */
export const statusOf = (code: ProblemCode): number => kinds[code][0];
export const titleOf = (code: ProblemCode): string => kinds[code][1];
export const problemType = (code: ProblemCode): string => `/problems/${code}`;

const RETRY_AFTER_SECONDS = 5;

const outage = (cause: unknown) =>
  new DomainError('dependency-unavailable', 'Nothing was lost; try again in a few seconds.', {
    details: { retry_after_seconds: RETRY_AFTER_SECONDS },
    cause,
  });

/** What the caller is told of any error. Of an unknown one that is nothing but the request's id. */
export const problemOf = (error: unknown, requestId: string): Problem => {
  const known = error instanceof DomainError || !isOutage(error) ? error : outage(error);
  if (known instanceof DomainError) return describe(known.code, requestId, known);
  return describe('internal', requestId, { message: 'It was logged with the id of this request.' });
};

type Description = {
  readonly message: string;
  readonly errors?: readonly FieldError[];
  readonly details?: Record<string, unknown> | undefined;
};

const describe = (
  code: ProblemCode,
  instance: string,
  { message, errors = [], details }: Description,
): Problem => {
  const [status, title] = kinds[code];
  const type = problemType(code);
  return { ...details, type, title, status, detail: message, instance, errors };
};

/** Headers that belong to a status: how to authenticate, which methods there are, when to come back. */
export const headersOf = (problem: Problem): Record<string, string> => ({
  ...(problem.status === 401 && { 'www-authenticate': 'Bearer realm="netsweep"' }),
  ...(typeof problem.allow === 'string' && { allow: problem.allow }),
  ...(typeof problem.retry_after_seconds === 'number' && {
    'retry-after': String(problem.retry_after_seconds),
  }),
});
