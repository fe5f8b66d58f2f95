import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';

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

/** The whole body, or null when it is too large; the rest of it is then left unread. */
const readBody = async (request: IncomingMessage, maxBytes: number): Promise<string | null> => {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += part.length;
    if (bytes > maxBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
};

const respond = async (
  request: IncomingMessage,
  { maxBodyBytes, answer }: Options,
): Promise<JsonResponse> => {
  const { method = '', url = '/', headers } = request;
  const body = await readBody(request, maxBodyBytes);
  if (body === null) return { status: 413, body: { error: 'request too large' } };
  return answer({ method, path: url.split('?')[0] ?? '/', headers, body });
};

const stopServer = async (server: Server): Promise<void> => {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const late = setTimeout(() => server.closeAllConnections(), STOP_WITHIN_MS);
  await closed;
  clearTimeout(late);
};

/** What we did not foresee is told in full: the clients are our own. */
const toFailure = (error: unknown): JsonResponse => {
  const message = error instanceof Error ? error.message : String(error);
  return { status: 500, body: { error: message, message } };
};

/** An HTTP server on 127.0.0.1, at a port the system chooses, that answers with JSON. A client that goes away does not interrupt the answering. */
export const startJsonServer = async (options: Options): Promise<JsonServer> => {
  const server = createServer({ keepAliveTimeout: 65_000 }, async (request, response) => {
    const { status, body } = await respond(request, options).catch(toFailure);
    // The rest of a request that was too large stays unread; and a server that stops keeps no connection.
    if (status === 413 || !server.listening) response.setHeader('connection', 'close');
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, server, stop: () => stopServer(server) };
};
