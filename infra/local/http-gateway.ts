import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gatewayEvent } from './gateway-event.ts';
import { gatewayMessage, gatewayReply } from './gateway-reply.ts';
import { type Listening, type Reply, sendReply, serveHttp } from './http-server.ts';
import type { Outcome } from './lambda/invocation.ts';
import { ServiceError } from './lambda/service-error.ts';
import { readBody } from './read-body.ts';

export type HttpGateway = {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
};
type GatewaySetup = {
  /** 0: the system chooses. */
  readonly port?: number;
  /** Invokes the api function, waiting that long for an environment. */
  readonly invoke: (event: unknown, waitMs: number) => Promise<Outcome>;
  /** One JSON line a request. */
  readonly log: (line: string) => void;
  readonly timeoutMs?: number;
};

/** HTTP APIs' limits: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
const TIMEOUT_MS = 30_000;
const STOP_GRACE_MS = 2000;

const tooLarge = (): Reply => gatewayMessage(413, 'Request Entity Too Large');
const unavailable = (): Reply => gatewayMessage(503, 'Service Unavailable');

/** The outcome, or null when it takes longer: the function goes on, but nobody waits for it any more. */
const within = async (timeoutMs: number, outcome: Promise<Outcome>): Promise<Outcome | null> => {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(resolve, timeoutMs, null);
  try {
    return await Promise.race([outcome, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** Lambda's refusals, as the gateway's. */
const replyToRefusal = (error: unknown): Reply => {
  if (!(error instanceof ServiceError)) throw error;
  return error.status === 413 ? tooLarge() : unavailable();
};

const replyOf = (outcome: Outcome | null): Reply => {
  if (outcome === null) return unavailable();
  return outcome.kind === 'response'
    ? gatewayReply(outcome.payload)
    : gatewayMessage(500, 'Internal Server Error');
};

const handle = async (
  request: IncomingMessage,
  requestId: string,
  { invoke, timeoutMs = TIMEOUT_MS }: GatewaySetup,
): Promise<Reply> => {
  const body = await readBody(request, MAX_BODY_BYTES);
  if (body === null) return tooLarge();
  const event = gatewayEvent(request, { requestId, body, now: new Date() });
  return within(timeoutMs, invoke(event, timeoutMs)).then(replyOf, replyToRefusal);
};

const accessLine = (
  { method, url = '/', socket }: IncomingMessage,
  { requestId, status, startedAt }: { requestId: string; status: number; startedAt: number },
): string =>
  // No query: it may say more than a log should know.
  JSON.stringify({
    message: 'request',
    request_id: requestId,
    ip: socket.remoteAddress,
    method,
    path: url.split('?')[0],
    status,
    latency_ms: Math.round(performance.now() - startedAt),
  });

const serveWith = (setup: GatewaySetup) => {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = randomUUID();
    const startedAt = performance.now();
    const reply = await handle(request, requestId, setup);
    sendReply(response, {
      ...reply,
      headers: { ...reply.headers, 'apigw-requestid': requestId },
    });
    setup.log(accessLine(request, { requestId, status: reply.status, startedAt }));
  };
};

const unavailablePort =
  (port: number) =>
  (cause: unknown): never => {
    const code = cause instanceof Error && 'code' in cause ? cause.code : cause;
    throw new Error(`port ${port} of 127.0.0.1 cannot be had (${code})`, { cause });
  };

/**
 * The HTTP API of this machine, on 127.0.0.1: every request goes to one function. Its own refusals are `{"message"}`: 413 over
 * 10 MB, 500 for a function that failed, 503 where none was free or it took longer than 30 s. Throws where the port is taken.
 */
export const startHttpGateway = async (setup: GatewaySetup): Promise<HttpGateway> => {
  const { port = 0 } = setup;
  const server: Listening = await serveHttp(serveWith(setup), port).catch(unavailablePort(port));
  return { url: server.url, port: server.port, stop: () => server.stop(STOP_GRACE_MS) };
};
