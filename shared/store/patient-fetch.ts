import pRetry from 'p-retry';

const TRIES = 3;
const CONFLICT_TRIES = 5;
const FIRST_CONFLICT_WAIT_MS = 20;

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

/** Two transactions were in each other's way, and this one was undone as a whole. */
const UNDONE = /"code":\s*"(?:40001|40P01)"/;

/** An answer that says that nothing was done, and what the driver makes of it. */
class NothingDone extends Error {
  readonly response: Response;
  constructor(why: string, response: Response) {
    super(why);
    this.response = response;
  }
}
class Unasked extends NothingDone {}
class Undone extends NothingDone {}

const wasNotAsked = (error: unknown): boolean => {
  if (error instanceof Unasked) return true;
  if (!(error instanceof Error)) return false;
  if ('code' in error && NO_CONNECTION.has(String(error.code))) return true;
  return wasNotAsked(error.cause);
};

const ask = async (url: string, init: RequestInit): Promise<Response> => {
  const response = await fetch(url, init);
  if (response.status !== 400) return response;
  const text = await response.clone().text();
  if (NO_SESSION.test(text)) throw new Unasked('Postgres takes no session', response);
  if (UNDONE.test(text)) throw new Undone('Postgres undid it for another', response);
  return response;
};

/** Each who was in the other's way waits another while, so that they do not meet again. */
const askPastConflicts = (url: string, init: RequestInit): Promise<Response> =>
  pRetry(() => ask(url, init), {
    retries: CONFLICT_TRIES - 1,
    minTimeout: FIRST_CONFLICT_WAIT_MS,
    randomize: true,
    shouldRetry: ({ error }) => error instanceof Undone,
  });

/**
 * A fetch that tries again only where the statement cannot have been executed, since not every statement may be repeated:
 * up to three times while Postgres wakes up or is full, up to five where it was undone for another's sake. After
 * `timeoutMs` in all, body included, it throws a TimeoutError.
 */
export const patientFetch =
  (timeoutMs: number, firstWaitMs = 250) =>
  async (url: string, init: RequestInit): Promise<Response> => {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      return await pRetry(() => askPastConflicts(url, { ...init, signal }), {
        retries: TRIES - 1,
        minTimeout: firstWaitMs,
        factor: 3,
        randomize: true,
        signal,
        shouldRetry: ({ error }) => wasNotAsked(error),
      });
    } catch (error) {
      if (error instanceof NothingDone) return error.response;
      throw error;
    }
  };
