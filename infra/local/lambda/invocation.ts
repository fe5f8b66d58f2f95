/** One attempt to have an event handled; the retries of an Event keep its id, as Lambda's do. */
export type Invocation = {
  readonly id: string;
  /** JSON. */
  readonly payload: Buffer;
};

/** How it ended. `failure` is what callers see as FunctionError; its payload is `{errorType, errorMessage, …}`. */
export type Outcome = { readonly kind: 'response' | 'failure'; readonly payload: Buffer };

/** Lambda's limits on payloads, in bytes: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const MAX_SYNC_BYTES = 6 * 1024 * 1024;
export const MAX_EVENT_BYTES = 1024 * 1024;
