import { Outage } from './api-error.ts';

const TIMEOUT_MS = 30_000;
const TRIES = 5;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5000;

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'no such host name',
  EAI_AGAIN: 'the name cannot be resolved now',
  ECONNRESET: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
};

type Cause = { readonly code?: string; readonly message?: string; readonly errors?: Cause[] };

/** Node wraps what happened; several addresses of a name are wrapped once more. A browser says nothing of it. */
const reasonOf = (error: unknown): string => {
  if (error instanceof Error && error.name === 'TimeoutError')
    return `no answer within ${TIMEOUT_MS / 1000} s`;
  const { cause } = error as { cause?: Cause };
  const { code, message } = cause?.errors?.[0] ?? cause ?? {};
  return REASONS[code ?? ''] ?? message ?? 'the request failed';
};

const send = async (request: Request): Promise<Response> => {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    return await fetch(request.clone(), { signal: AbortSignal.any([timeout, request.signal]) });
  } catch (error) {
    if (request.signal.aborted) throw error;
    const reached = request.url.replace(/\/v1\/.*/, '');
    throw new Outage(`cannot reach ${reached}: ${reasonOf(error)}`, { cause: error });
  }
};

/** Being asked to come back later, by anybody; being unable to answer, for a question that changes nothing. */
const isPassing = ({ status }: Response, { method }: Request): boolean =>
  status === 429 || (status >= 500 && method === 'GET');

const pauseMs = (response: Response, tried: number): number => {
  const asked = Number(response.headers.get('retry-after') ?? Number.NaN) * 1000;
  const pause = Number.isFinite(asked) ? asked : FIRST_PAUSE_MS * 2 ** tried;
  return Math.min(Math.max(pause, FIRST_PAUSE_MS), LONGEST_PAUSE_MS);
};

/** A pause that the signal ends; rejects with its reason. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal.addEventListener('abort', abort, { once: true });
  });

/** `fetch` that asks again, up to five times, where that does no harm. Throws Outage when nobody answers, and the signal's reason when that is aborted. */
export const patientFetch = async (request: Request): Promise<Response> => {
  for (let tried = 0; ; tried += 1) {
    const response = await send(request);
    if (tried === TRIES - 1 || !isPassing(response, request)) return response;
    await response.body?.cancel();
    await pause(pauseMs(response, tried), request.signal);
  }
};
