import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

export type Listening = {
  /** For what else speaks at the same port. */
  readonly server: Server;
  readonly port: number;
  readonly url: string;
  /** Takes no more requests, lets those under way end for `graceMs`, then cuts them. */
  stop(graceMs?: number): Promise<void>;
};

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export type Reply = {
  readonly status: number;
  readonly headers: Readonly<OutgoingHttpHeaders>;
  readonly body: Buffer | string;
};

/** Sends a whole answer. Throws, having sent nothing, where a header is none that HTTP allows. */
export const sendReply = (response: ServerResponse, { status, headers, body }: Reply): void => {
  response.statusCode = status;
  for (const [name, value = ''] of Object.entries(headers)) response.setHeader(name, value);
  response.end(body);
};

const failed = (response: ServerResponse): void => {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  const body = JSON.stringify({ message: 'Internal Server Error' });
  sendReply(response, { status: 500, headers: { 'content-type': 'application/json' }, body });
};

/**
 * Serves HTTP on 127.0.0.1, on a port that the system chooses unless one is named. A handler that throws makes an
 * internal error of its request alone. Throws the system's error (EADDRINUSE …) where the port cannot be had.
 */
export const serveHttp = async (handle: Handle, port = 0): Promise<Listening> => {
  const server = createServer((request, response) => {
    handle(request, response).catch(() => failed(response));
  });
  // A client that keeps its connection must not meet ours closing it just as it sends.
  server.keepAliveTimeout = 600_000;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const bound = (server.address() as AddressInfo).port;
  const stop = async (graceMs = 0): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    await closed;
    clearTimeout(cut);
  };
  return { server, port: bound, url: `http://127.0.0.1:${bound}`, stop };
};
