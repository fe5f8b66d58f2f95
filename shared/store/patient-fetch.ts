import pRetry from 'p-retry';

const TRIES = 3;

/** No connection came about, so nothing was asked. A connection that broke may have carried the statement. */
const NO_CONNECTION = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** Postgres is starting, or has no connection free: it refuses the session, and with it what would have been asked. */
const NO_SESSION = /"code":\s*"(?:57P03|53300)"/;

/** An answer that says that nothing was asked. */
class Unasked extends Error {
  readonly response: Response;
  constructor(response: Response) {
    super('Postgres takes no session');
    this.response = response;
  }
}

const wasNotAsked = (error: unknown): boolean => {
  if (error instanceof Unasked) return true;
  if (!(error instanceof Error)) return false;
  if ('code' in error && NO_CONNECTION.has(String(error.code))) return true;
  return wasNotAsked(error.cause);
};

const ask = async (url: string, init: RequestInit): Promise<Response> => {
  const response = await fetch(url, init);
  if (response.status === 400 && NO_SESSION.test(await response.clone().text()))
    throw new Unasked(response);
  return response;
};

/**
 * A fetch that tries again only where the statement cannot have been executed, since not every statement may be repeated:
 * while Postgres wakes up or is full. Up to three tries; after `timeoutMs` in all, body included, it throws a TimeoutError.
 */
export const patientFetch =
  (timeoutMs: number, firstWaitMs = 250) =>
  async (url: string, init: RequestInit): Promise<Response> => {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      return await pRetry(() => ask(url, { ...init, signal }), {
        retries: TRIES - 1,
        minTimeout: firstWaitMs,
        factor: 3,
        randomize: true,
        signal,
        shouldRetry: ({ error }) => wasNotAsked(error),
      });
    } catch (error) {
      if (error instanceof Unasked) return error.response;
      throw error;
    }
  };
