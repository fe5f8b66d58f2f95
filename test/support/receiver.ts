import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Received = {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
};

/** A receiver of webhooks on this machine, which notes what it got and answers as it is told by path; 204 else. */
export const startReceiver = async (answers: Record<string, RequestListener> = {}) => {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const { url: path = '', headers } = request;
    received.push({ path, headers, body: (await request.toArray()).join('') });
    const answer = answers[path];
    if (answer) answer(request, response);
    else response.writeHead(204).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    received,
    answers,
    url: (path: string) => `http://127.0.0.1:${port}${path}`,
    at: (path: string) => received.filter((one) => one.path === path),
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
