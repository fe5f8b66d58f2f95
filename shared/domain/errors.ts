/** What a caller can be told; each is the slug of a problem type (`/problems/<slug>`). */
export type ErrorCode =
  | 'malformed-json'
  | 'unauthenticated'
  | 'forbidden'
  | 'target-forbidden'
  | 'scope-denied'
  | 'not-found'
  | 'method-not-allowed'
  | 'duplicate-task'
  | 'payload-too-large'
  | 'unsupported-media-type'
  | 'validation-error'
  | 'too-many-addresses'
  | 'too-many-probes'
  | 'rate-too-low'
  | 'run-live'
  | 'schedule-invalid'
  | 'idempotency-key-reused'
  | 'rate-limited'
  | 'quota-exceeded'
  | 'dependency-unavailable';

/** One place of the request body (RFC 6901 JSON pointer, '' is the whole) and what is wrong there, as a slug. */
export type FieldError = { readonly pointer: string; readonly code: string };

/** Places that one error names; more would be a long answer to a short mistake. */
export const MAX_ERRORS = 20;

type Extras = {
  readonly errors?: readonly FieldError[];
  readonly details?: Record<string, unknown>;
  readonly cause?: unknown;
};

/** An error the caller can act on. The message is shown as it is: it never holds raw input. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: ErrorCode;
  /** The first 20 places that are wrong. */
  readonly errors: readonly FieldError[];
  /** Further members of the answer, such as the id of the task that is already there. */
  readonly details: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, message: string, { errors = [], details, cause }: Extras = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.errors = errors.slice(0, MAX_ERRORS);
    this.details = details;
  }
}
