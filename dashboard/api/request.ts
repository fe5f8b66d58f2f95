import { wasRefused } from '#dashboard/session/refused.ts';
import { signOut, token } from '#dashboard/session/token.ts';
import { Problem, type ProblemBody } from './problem.ts';

type Asked = {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
};

const headersOf = (body: unknown): Record<string, string> => ({
  ...(token.value !== null && { authorization: `Bearer ${token.value}` }),
  ...(body !== undefined && { 'content-type': 'application/json' }),
});

const problemOf = async (response: Response): Promise<Problem> => {
  const body: Partial<ProblemBody> = await response.json().catch(() => ({}));
  return new Problem({ detail: response.statusText, ...body, status: response.status });
};

/** Asks the API. Throws `Problem`; a token that is worth nothing any more signs out. */
export const ask = async (path: string, { method = 'GET', body, signal }: Asked = {}) => {
  const response = await fetch(path, {
    method,
    headers: headersOf(body),
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  });
  if (response.ok) return response;
  if (response.status === 401) {
    wasRefused.value = true;
    signOut();
  }
  throw await problemOf(response);
};

export const askJson = async <T>(path: string, asked: Asked = {}): Promise<T> =>
  (await ask(path, asked)).json();
