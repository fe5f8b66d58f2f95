import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http';
import { sendReply, serveHttp } from './http-server.ts';
import { readBody } from './read-body.ts';

export type JsonRequest = {
  readonly method: string;
  /** Without the query string. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};
export type JsonResponse = { readonly status: number; readonly body: unknown };
export type JsonServer = {
  /** `http://127.0.0.1:port`, without a slash at the end. */
  readonly url: string;
  readonly server: Server;
  /** Lets what is being answered finish, for a while, and then closes every connection. */
  readonly stop: () => Promise<void>;
};
type Options = {
  readonly maxBodyBytes: number;
  readonly answer: (request: JsonRequest) => Promise<JsonResponse>;
};

const STOP_WITHIN_MS = 2000;

const respond = async (
  request: IncomingMessage,
  { maxBodyBytes, answer }: Options,
): Promise<JsonResponse> => {
  const { method = '', url = '/', headers } = request;
  const body = await readBody(request, maxBodyBytes);
  if (body === null) return { status: 413, body: { error: 'request too large' } };
  return answer({ method, path: url.split('?')[0] ?? '/', headers, body: body.toString('utf8') });
};

/** What we did not foresee is told in full: the clients are our own. */
const toFailure = (error: unknown): JsonResponse => {
  const message = error instanceof Error ? error.message : String(error);
  return { status: 500, body: { error: message, message } };
};

/** An HTTP server on 127.0.0.1, at a port the system chooses, that answers with JSON. A client that goes away does not interrupt the answering. */
export const startJsonServer = async (options: Options): Promise<JsonServer> => {
  const { server, url, stop } = await serveHttp(async (request, response) => {
    const { status, body } = await respond(request, options).catch(toFailure);
    // A server that stops keeps no connection.
    if (!server.listening) response.setHeader('connection', 'close');
    const headers = { 'content-type': 'application/json' };
    sendReply(response, { status, headers, body: JSON.stringify(body) });
  });
  return { url, server, stop: () => stop(STOP_WITHIN_MS) };
};
