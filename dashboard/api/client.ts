import createClient, { type Middleware } from 'openapi-fetch';
import type { paths } from '#client/api.d.ts';
import { wasRefused } from '#dashboard/session/refused.ts';
import { signOut, token } from '#dashboard/session/token.ts';
import { Problem, type ProblemBody } from './problem.ts';

const problemOf = async (response: Response): Promise<Problem> => {
  const body: Partial<ProblemBody> = await response.json().catch(() => ({}));
  return new Problem({ detail: response.statusText, ...body, status: response.status });
};

/** Whoever signed in asks; a token that is worth nothing any more signs out. Refusals are thrown. */
const session: Middleware = {
  onRequest: ({ request }) => {
    if (token.value !== null) request.headers.set('authorization', `Bearer ${token.value}`);
    return request;
  },
  onResponse: async ({ response }) => {
    if (response.ok) return;
    if (response.status === 401) {
      wasRefused.value = true;
      signOut();
    }
    throw await problemOf(response);
  },
};

/** The API of the deployment that the page is part of, typed by its own description. Throws `Problem`. */
export const api = createClient<paths>({ baseUrl: location.origin });
api.use(session);
