import createClient, { type Middleware } from 'openapi-fetch';
import { wrongPlaceIn } from './answers.ts';
import type { paths } from './api.d.ts';
import { apiErrorOf, Outage } from './api-error.ts';
import { patientFetch } from './patient-fetch.ts';

/** Where an API is, and who asks; without a token where the page that asks has a session of its own. */
export type Deployment = { readonly api: string; readonly token?: string };

const textOf = async (api: string, response: Response): Promise<string> => {
  try {
    return await response.text();
  } catch (error) {
    throw new Outage(`${api} broke off its answer`, { cause: error });
  }
};

const isJson = ({ headers }: Response): boolean =>
  /^application\/(?:[a-z.-]+\+)?json/.test(headers.get('content-type') ?? '');

const bodyOf = (api: string, text: string): unknown => {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch (error) {
    throw new Outage(`${api} broke off its answer`, { cause: error });
  }
};

type Asked = { readonly operation: string; readonly isText: boolean };

/** Throws unless the answer is one that the API describes for what was asked. */
const check = (api: string, response: Response, body: unknown, { operation, isText }: Asked) => {
  if (response.status >= 400) throw apiErrorOf(response.status, body);
  const wrong = isText ? null : wrongPlaceIn(operation, body);
  if (response.ok && wrong === null) return;
  const what = [`status ${response.status} to ${operation}`, wrong].filter(Boolean).join(': ');
  throw new Outage(`${api} does not speak Netsweep's API (${what})`);
};

/** Holds each answer against the description of the API, so that no caller has to. */
const checkedAnswers = (api: string): Middleware => ({
  onResponse: async ({ request, response, schemaPath, options }) => {
    const text = await textOf(api, response);
    const body = isJson(response) ? bodyOf(api, text) : undefined;
    const operation = `${request.method} ${schemaPath}`;
    check(api, response, body, { operation, isText: options.parseAs === 'text' });
    return response.status === 204 ? undefined : new Response(text, response);
  },
});

/**
 * The HTTP API of a deployment, typed by its own description. Every method throws ApiError where the API refuses, Outage
 * where it cannot be reached or answers something else, and the signal's reason when that is aborted.
 */
export const apiAt = ({ api, token }: Deployment) => {
  const client = createClient<paths>({
    baseUrl: api,
    fetch: patientFetch,
    // A token is for the deployment that was named, not for where that may point to.
    redirect: 'manual',
    headers: {
      accept: 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
  });
  client.use(checkedAnswers(api));
  return client;
};
export type Api = ReturnType<typeof apiAt>;
