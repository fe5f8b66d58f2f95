import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { apiErrorOf, Outage } from './api-error.ts';

export type Deployment = { readonly api: string; readonly token: string };

type Request<S extends z.ZodType> = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below /v1, with its query. */
  readonly path: string;
  readonly body?: unknown;
  /** What a good answer looks like. */
  readonly answer: S;
  readonly signal?: AbortSignal | undefined;
};

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

/** undici wraps what happened; several addresses of a name are wrapped once more. */
const reasonOf = (error: unknown): string => {
  if (error instanceof Error && error.name === 'TimeoutError')
    return `no answer within ${TIMEOUT_MS / 1000} s`;
  const { cause } = error as { cause?: Cause };
  const { code, message } = cause?.errors?.[0] ?? cause ?? {};
  return REASONS[code ?? ''] ?? message ?? 'the request failed';
};

const outageOf = (api: string, error: unknown): Outage =>
  new Outage(`cannot reach ${api}: ${reasonOf(error)}`, { cause: error });

const send = async (
  { api, token }: Deployment,
  { method, path, body, signal }: Request<z.ZodType>,
): Promise<Response> => {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    return await fetch(`${api}/v1${path}`, {
      method,
      // A token is for the deployment that was named, not for where that may point to.
      redirect: 'manual',
      signal: signal ? AbortSignal.any([timeout, signal]) : timeout,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw outageOf(api, error);
  }
};

/** Being asked to come back later, by anybody; being unable to answer, for a question that changes nothing. */
const isPassing = ({ status }: Response, { method }: Request<z.ZodType>): boolean =>
  status === 429 || (status >= 500 && method === 'GET');

const pauseMs = (response: Response, tried: number): number => {
  const asked = Number(response.headers.get('retry-after') ?? Number.NaN) * 1000;
  const pause = Number.isFinite(asked) ? asked : FIRST_PAUSE_MS * 2 ** tried;
  return Math.min(Math.max(pause, FIRST_PAUSE_MS), LONGEST_PAUSE_MS);
};

const sendPatiently = async (to: Deployment, request: Request<z.ZodType>): Promise<Response> => {
  for (let tried = 0; ; tried += 1) {
    const response = await send(to, request);
    if (tried === TRIES - 1 || !isPassing(response, request)) return response;
    await response.body?.cancel();
    await sleep(pauseMs(response, tried), undefined, { signal: request.signal });
  }
};

const NEXT = /<([^<>]+)>\s*;\s*rel="next"/;

/** Text of an answer, and the path below /v1 that its `Link: rel="next"` names. */
export type TextPart = { readonly text: string; readonly next: string | null };

/** Asks for a text that is not JSON, as an export is. Throws as `request` does. */
export const requestText = async (
  to: Deployment,
  path: string,
  signal?: AbortSignal,
): Promise<TextPart> => {
  const asked = { method: 'GET', path, answer: z.unknown(), signal } as const;
  const response = await sendPatiently(to, asked);
  if (response.status >= 400) throw apiErrorOf(response.status, await bodyOf(to.api, response));
  const [, link] = NEXT.exec(response.headers.get('link') ?? '') ?? [];
  const next = link?.startsWith('/v1/') ? link.slice('/v1'.length) : null;
  return { text: await textOf(to.api, response), next };
};

const textOf = async (api: string, response: Response): Promise<string> => {
  try {
    return await response.text();
  } catch (error) {
    throw new Outage(`${api} broke off its answer`, { cause: error });
  }
};

const isJson = (response: Response): boolean =>
  /^application\/(?:[a-z.-]+\+)?json/.test(response.headers.get('content-type') ?? '');

const bodyOf = async (api: string, response: Response): Promise<unknown> => {
  const text = await textOf(api, response);
  try {
    return isJson(response) && text !== '' ? JSON.parse(text) : undefined;
  } catch (error) {
    throw new Outage(`${api} broke off its answer`, { cause: error });
  }
};

/**
 * Asks the API. Throws ApiError when it refuses, Outage when it cannot be reached or answers something else, and
 * the signal's reason when that is aborted.
 */
export const request = async <S extends z.ZodType>(
  to: Deployment,
  asked: Request<S>,
): Promise<z.infer<S>> => {
  const response = await sendPatiently(to, asked);
  const body = await bodyOf(to.api, response);
  if (response.status >= 400) throw apiErrorOf(response.status, body);
  const answer = asked.answer.safeParse(body);
  if (answer.success && response.ok) return answer.data;
  const what = `status ${response.status} to ${asked.method} /v1${asked.path.replace(/\?.*/, '')}`;
  const where = answer.error?.issues[0]?.path.join('.');
  const strange = where ? `${what}: ${where}` : what;
  throw new Outage(`${to.api} does not speak Netsweep's API (${strange})`, { cause: answer.error });
};
