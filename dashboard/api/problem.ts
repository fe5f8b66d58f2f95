/** A refusal of the API (RFC 9457), or that it could not be asked. */
export class Problem extends Error {
  readonly status: number;
  /** Such as `/problems/scope-denied`; empty where nobody answered. */
  readonly type: string;
  readonly errors: readonly { readonly pointer: string; readonly code: string }[];

  constructor({ status, type, detail, errors }: Partial<ProblemBody> & { status: number }) {
    super(detail ?? '');
    this.status = status;
    this.type = type ?? '';
    this.errors = errors ?? [];
  }
}

export type ProblemBody = {
  readonly status: number;
  readonly type: string;
  readonly detail: string;
  readonly errors: readonly { readonly pointer: string; readonly code: string }[];
};

/** The answer in words that a person can act on. */
export const messageOf = (error: unknown): string =>
  error instanceof Error && error.message !== '' ? error.message : String(error);
