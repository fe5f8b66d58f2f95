import { postToAws } from './aws-request.ts';

export type Ring = (functionName: string, event: unknown) => Promise<void>;

/** Longer, and the caller's own time runs out: the next tick makes up for it. */
const TIMEOUT_MS = 5000;

/**
 * Hands an event over to a function without waiting for what it leads to: resolves once Lambda has taken it, throws where
 * it has not. Nothing is retried; the next tick rings again.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export const ringWithin =
  (timeoutMs = TIMEOUT_MS): Ring =>
  async (functionName, event) => {
    const { status, text } = await postToAws({
      service: 'lambda',
      path: `/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`,
      headers: { 'content-type': 'application/json', 'x-amz-invocation-type': 'Event' },
      body: JSON.stringify(event),
      timeoutMs,
    });
    if (status !== 202) throw new DoorbellError(`Lambda answered ${status}: ${text.slice(0, 500)}`);
  };

/** Lambda is there, and does not take the event: throttled, no such function, not allowed. */
export class DoorbellError extends Error {
  override readonly name = 'DoorbellError';
}
