import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  WireAddressMap,
  WireChange,
  WireHost,
  WireRun,
  WireTask,
} from '#shared/domain/wire.ts';
import { fakeAdmin, fakeMap } from './fake-answers.ts';
import { fakeRoutes } from './fake-routes.ts';

const TOKEN = 'token-of-the-fake';

export type FakeRequest = { method: string; path: string; query: URLSearchParams; body: unknown };
export type FakeReply = { status: number; body?: unknown; headers?: Record<string, string> };

/** What the fake API knows; tests change it as they like. */
export type FakeState = {
  tasks: Map<number, WireTask>;
  runs: Map<number, WireRun>;
  hosts: WireHost[];
  changes: WireChange[];
  map: WireAddressMap;
  /** What admins keep, by the name of its list: scopes, exclusions, tokens, audit. */
  admin: Map<string, { id: number }[]>;
  /** Called at each question for a live run; makes it go on. Default: done at the first. */
  step: (run: WireRun, asked: number) => Partial<WireRun>;
  /** Answers before the routes do, when it answers anything. */
  intercept: (request: FakeRequest) => FakeReply | 'hang up' | undefined;
  requests: FakeRequest[];
};

const readBody = async (request: IncomingMessage): Promise<unknown> => {
  const text = (await request.toArray()).map(String).join('');
  return text === '' ? undefined : JSON.parse(text);
};

const reply = (response: ServerResponse, { status, body, headers = {} }: FakeReply): void => {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(typeof body === 'string' || body === undefined ? body : JSON.stringify(body));
};

const isKnown = (request: IncomingMessage): boolean =>
  request.headers.authorization === `Bearer ${TOKEN}` || request.url === '/v1/health';

const unauthenticated: FakeReply = {
  status: 401,
  body: { type: '/problems/unauthenticated', detail: 'A valid token is needed.' },
};

const answer = async (
  request: IncomingMessage,
  response: ServerResponse,
  state: FakeState,
): Promise<void> => {
  const url = new URL(request.url ?? '', 'http://fake');
  const { method = '' } = request;
  const body = await readBody(request);
  const asked = { method, path: url.pathname, query: url.searchParams, body };
  state.requests.push(asked);
  if (!isKnown(request)) return reply(response, unauthenticated);
  const early = state.intercept(asked);
  if (early === 'hang up') return void request.socket.destroy();
  reply(response, early ?? fakeRoutes(asked, state));
};

/** The HTTP API over loopback, with a memory instead of stores; answers are as `wire.ts` has them. */
export const startFakeApi = async () => {
  const state: FakeState = {
    tasks: new Map(),
    runs: new Map(),
    hosts: [],
    changes: [],
    map: fakeMap({}),
    admin: fakeAdmin(),
    step: () => ({ state: 'done', percent: 100 }),
    intercept: () => undefined,
    requests: [],
  };
  const server = createServer((request, response) => void answer(request, response, state));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const sent = (method: string, path: string) =>
    state.requests.filter((request) => request.method === method && request.path === path);
  return { api: `http://127.0.0.1:${port}`, token: TOKEN, state, sent, stop };
};
export type FakeApi = Awaited<ReturnType<typeof startFakeApi>>;
