import {
  Agent,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Reply, sendReply, serveHttp } from '#infra/local/http-server.ts';
import type { Chance } from './chance.ts';
import { type Action, faultRules, type Rule } from './fault-rules.ts';

/** One decision. */
export type Decision = { readonly request: string; readonly action: Action };

const DRIP_EVERY_MS = 20;
const LOGGED_CHARACTERS = 400;

type Asked = { readonly from: IncomingMessage; readonly body: Buffer };

/** What rules are held against: on one line what is asked of whom, on the next the body. */
const textOf = ({ from, body }: Asked): string => {
  const isEvent = from.headers['x-amz-invocation-type'] === 'Event';
  return `${from.method} ${from.url}${isEvent ? ' (event)' : ''}\n${body.toString()}`;
};

const forward = async ({ from, body }: Asked, origin: string, agent: Agent): Promise<Reply> => {
  const { method, headers, url } = from;
  const asking = httpRequest(new URL(url ?? '/', origin), { method, headers, agent });
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  asking.on('response', resolve).on('error', reject).end(body);
  const answer = await promise;
  return {
    status: answer.statusCode ?? 502,
    headers: answer.headers,
    body: await buffer(answer),
  };
};

/** Ends the connection as a crash of the other side would: without a word. */
const cut = (response: ServerResponse): void => void response.socket?.destroy();

const truncate = (response: ServerResponse, { status, headers, body }: Reply): void => {
  response.writeHead(status, { ...headers });
  response.write(body.slice(0, Math.floor(body.length / 2)), () => cut(response));
};

const drip = async (response: ServerResponse, { status, headers, body }: Reply): Promise<void> => {
  const bytes = Buffer.from(body);
  const step = Math.max(1, Math.ceil(bytes.length / 20));
  response.writeHead(status, { ...headers });
  for (let at = 0; at < bytes.length; at += step) {
    response.write(bytes.subarray(at, at + step));
    await sleep(DRIP_EVERY_MS);
  }
  response.end();
};

const html = (status: number): Reply => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: `<html><body>${status}</body></html>`,
});
const ACCEPTED: Reply = { status: 202, headers: {}, body: '' };

type Ask = () => Promise<Reply>;

const actions = {
  pass: async (response: ServerResponse, ask: Ask) => sendReply(response, await ask()),
  refuse: async (response: ServerResponse) => void response.socket?.resetAndDestroy(),
  'drop-request': async (response: ServerResponse) => cut(response),
  'drop-reply': async (response: ServerResponse, ask: Ask) => {
    await ask();
    cut(response);
  },
  truncate: async (response: ServerResponse, ask: Ask) => truncate(response, await ask()),
  'forward-twice': async (response: ServerResponse, ask: Ask) => {
    const [first] = await Promise.all([ask(), ask()]);
    sendReply(response, first);
  },
  'slow-drip': async (response: ServerResponse, ask: Ask) => drip(response, await ask()),
  accept: async (response: ServerResponse) => sendReply(response, ACCEPTED),
};

const perform = async (
  action: Exclude<Action, 'hang'>,
  response: ServerResponse,
  ask: Ask,
): Promise<void> => {
  if (typeof action === 'string') await actions[action](response, ask);
  else if ('status' in action) sendReply(response, html(action.status));
  else {
    await sleep(action.delayMs);
    await actions.pass(response, ask);
  }
};

/**
 * Stands before an HTTP service on this machine and lets requests and answers get lost as its rules say. Its decisions
 * are logged; those left to chance come from `chance`, so that a seed plays them again.
 */
export const startFaultProxy = async (chance: Chance, target = '') => {
  let origin = target;
  const rules = faultRules(chance);
  const log: Decision[] = [];
  const hanging = new Set<ServerResponse>();
  const agent = new Agent({ keepAlive: true });
  const server = await serveHttp(async (from, response) => {
    const asked = { from, body: await buffer(from) };
    const text = textOf(asked);
    const action = rules.actionFor(text);
    if (action !== 'pass') log.push({ request: text.slice(0, LOGGED_CHARACTERS), action });
    if (action === 'hang') {
      hanging.add(response.once('close', () => hanging.delete(response)));
      return;
    }
    // A service that is not there is met as such.
    await perform(action, response, () => forward(asked, origin, agent)).catch(() => cut(response));
  });
  return {
    url: server.url,
    /** Which service stands behind: its origin. */
    aim: (url: string): void => {
      origin = new URL(url).origin;
    },
    add: (rule: Rule) => rules.add(rule),
    /** How many requests matched the rule so far. */
    matched: rules.matched,
    /** From here on everything passes, and what hangs is cut. */
    heal: (): void => {
      rules.clear();
      for (const response of hanging) cut(response);
    },
    /** What was not simply passed on. */
    log: log as readonly Decision[],
    stop: async () => {
      await server.stop();
      agent.destroy();
    },
  };
};

export type FaultProxy = Awaited<ReturnType<typeof startFaultProxy>>;
