import { z } from 'zod';

const fieldError = z.object({ pointer: z.string(), code: z.string() });

/** An RFC 9457 body, or the `{message}` of a gateway in front of the API; further members are kept. */
const problem = z.looseObject({
  type: z.string().optional(),
  title: z.string().optional(),
  detail: z.string().optional(),
  message: z.string().optional(),
  errors: z.array(fieldError).optional(),
});
type Problem = z.infer<typeof problem>;
export type FieldError = z.infer<typeof fieldError>;

/** The API said no: `status` as in HTTP, `code` the slug of the problem's type ('' where the answer names none). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly errors: readonly FieldError[];
  readonly body: Problem;

  constructor(status: number, body: Problem) {
    super(body.detail ?? body.title ?? body.message ?? `the API answered with status ${status}`);
    this.status = status;
    this.code = body.type?.replace(/^.*\/problems\//, '') ?? '';
    this.errors = body.errors ?? [];
    this.body = body;
  }
}

/** Nobody answered, or not in the language of the API. */
export class Outage extends Error {
  override readonly name = 'Outage';
}

/** Reads the body of a refusal, whatever it is. */
export const apiErrorOf = (status: number, body: unknown): ApiError => {
  const parsed = problem.safeParse(body);
  return new ApiError(status, parsed.success ? parsed.data : {});
};
