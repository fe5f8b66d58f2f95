import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Reply, sendReply } from '#infra/local/http-server.ts';
import { readBody } from '#infra/local/read-body.ts';
import { type Invocation, MAX_EVENT_BYTES, MAX_SYNC_BYTES, type Outcome } from './invocation.ts';
import {
  invalidParameter,
  invalidRequest,
  requestTooLarge,
  ServiceError,
  tooManyRequests,
} from './service-error.ts';

/** What the API needs of one running function. */
export type Invocable = {
  /** Null when all its environments are busy. */
  readonly run: (invocation: Invocation, waitMs: number) => Promise<Outcome | null>;
  readonly enqueue: (invocation: Invocation) => void;
};

const readPayload = async (request: IncomingMessage, type: string): Promise<Buffer> => {
  const limitBytes = type === 'Event' ? MAX_EVENT_BYTES : MAX_SYNC_BYTES;
  const body = await readBody(request, limitBytes);
  if (body === null) throw requestTooLarge(type, limitBytes);
  if (body.length === 0) return Buffer.from('{}');
  try {
    JSON.parse(body.toString('utf8'));
  } catch {
    throw invalidRequest('Could not parse request body into json');
  }
  return body;
};
const answerSync = async (invocation: Invocation, target: Invocable): Promise<Reply> => {
  // Lambda does not let a synchronous caller wait.
  const outcome = await target.run(invocation, 0);
  if (outcome === null) throw tooManyRequests();
  const isFailure = outcome.kind === 'failure';
  return {
    status: 200,
    headers: {
      'content-type': 'application/json',
      'x-amz-executed-version': '$LATEST',
      ...(isFailure && { 'x-amz-function-error': 'Unhandled' }),
    },
    body: outcome.payload,
  };
};

const answerEvent = async (invocation: Invocation, target: Invocable): Promise<Reply> => {
  target.enqueue(invocation);
  return { status: 202, headers: {}, body: '' };
};

const ANSWERS = new Map([
  ['RequestResponse', answerSync],
  ['Event', answerEvent],
  ['DryRun', async (): Promise<Reply> => ({ status: 204, headers: {}, body: '' })],
]);

const answerInvoke = async (
  request: IncomingMessage,
  { id, target }: { id: string; target: Invocable },
): Promise<Reply> => {
  const type = String(request.headers['x-amz-invocation-type'] ?? 'RequestResponse');
  const answer = ANSWERS.get(type);
  if (answer === undefined) throw invalidParameter('The invocation type is unknown.');
  return answer({ id, payload: await readPayload(request, type) }, target);
};

const refusal = (error: unknown): Reply => {
  if (!(error instanceof ServiceError)) throw error;
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': error.type };
  return { status: error.status, headers, body: JSON.stringify(error.members) };
};

/** Lambda's Invoke, as the AWS SDK calls it: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export const serveInvoke = async (
  request: IncomingMessage,
  response: ServerResponse,
  find: (request: IncomingMessage) => Invocable,
): Promise<void> => {
  const id = randomUUID();
  const reply = await Promise.resolve()
    .then(() => answerInvoke(request, { id, target: find(request) }))
    .catch(refusal);
  sendReply(response, { ...reply, headers: { 'x-amzn-requestid': id, ...reply.headers } });
};
