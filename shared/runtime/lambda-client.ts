import {
  InvokeCommand,
  type InvokeCommandOutput,
  LambdaClient,
  TooManyRequestsException,
} from '@aws-sdk/client-lambda';

/** What became of a synchronous invocation; anything else (no route, no such function) throws. */
export type Invocation =
  | { readonly payload: unknown }
  | { readonly functionError: { readonly type: string; readonly message: string } }
  | { readonly throttled: { readonly reason: string; readonly retryAfterMs: number | null } };

export type LambdaOptions = {
  /** Longest an invocation is waited for: longer than the function's own timeout. */
  readonly timeoutMs: number;
  /** Invocations at once; the SDK alone would queue what is above 50. */
  readonly maxSockets?: number;
};

const CONNECT_TIMEOUT_MS = 3000;

/**
 * Lambda's Invoke. Nothing is retried here: a repeated synchronous call runs the function twice, and whoever calls
 * knows better when to try again.
 */
export const lambdaClient = ({ timeoutMs, maxSockets = 50 }: LambdaOptions) => {
  /** The SDK's own timeouts end with the head of an answer; this one is for the whole. */
  const within = (signal?: AbortSignal) => {
    const inTime = AbortSignal.timeout(timeoutMs);
    return { abortSignal: signal ? AbortSignal.any([inTime, signal]) : inTime };
  };
  const client = new LambdaClient({
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: timeoutMs,
      // Without it the SDK only warns about a breach.
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets },
      httpsAgent: { keepAlive: true, maxSockets },
    },
  });

  return {
    /** Runs a function and waits for what it returns. Aborting the signal stops waiting, not the function. */
    invoke: async (name: string, payload: unknown, signal?: AbortSignal): Promise<Invocation> => {
      const command = new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(payload) });
      try {
        const output = await client.send(command, within(signal));
        return invocationOf(output);
      } catch (error) {
        if (error instanceof TooManyRequestsException) return { throttled: throttleOf(error) };
        throw error;
      }
    },
  };
};

const invocationOf = ({ FunctionError, Payload }: InvokeCommandOutput): Invocation => {
  // The SDK's types know no null, which is what it makes of an empty body.
  const text = Buffer.from(Payload ?? '').toString();
  const payload: unknown = text === '' ? null : JSON.parse(text);
  if (FunctionError === undefined) return { payload };
  return { functionError: { type: FunctionError, message: messageOf(payload) } };
};

/** Lambda says `{errorType, errorMessage}`; a function that died without a word may leave less. */
const messageOf = (payload: unknown): string =>
  typeof payload === 'object' && payload !== null && 'errorMessage' in payload
    ? String(payload.errorMessage)
    : 'no message';

const throttleOf = ({ Reason, retryAfterSeconds }: TooManyRequestsException) => {
  const retryAfterMs = Number(retryAfterSeconds) * 1000;
  return {
    reason: Reason ?? 'unknown',
    retryAfterMs: Number.isFinite(retryAfterMs) ? retryAfterMs : null,
  };
};
