import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendReply } from '#infra/local/http-server.ts';
import { readBody } from '#infra/local/read-body.ts';
import { type Environment, endEnvironment } from './environment.ts';
import { answerFrom, nextFor } from './environment-turn.ts';
import { responseTooLarge } from './function-failure.ts';
import { MAX_SYNC_BYTES, type Outcome } from './invocation.ts';
import { functionArn } from './lambda-function.ts';

/** Where an environment's Runtime API begins: its id is its key. */
export const runtimePrefix = (id: string): string => `/runtime/${id}`;

const PATH =
  /^\/runtime\/([\w-]+)\/2018-06-01\/runtime\/(?:(init)|invocation\/([\w-]+))(?:\/(\w+))?$/;

const sendNext = async (environment: Environment, response: ServerResponse): Promise<void> => {
  const { invocation, deadlineMs } = await nextFor(environment);
  const { id, payload } = invocation;
  const headers = {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': id,
    'lambda-runtime-deadline-ms': deadlineMs,
    'lambda-runtime-invoked-function-arn': functionArn(environment.setup.name),
  };
  sendReply(response, { status: 200, headers, body: payload });
};

const takeAnswer = async (
  environment: Environment,
  request: IncomingMessage,
  { id, verb }: { id: string; verb: string },
): Promise<number> => {
  const payload = await readBody(request, MAX_SYNC_BYTES);
  const kind = verb === 'response' ? 'response' : 'failure';
  const outcome: Outcome = payload === null ? responseTooLarge() : { kind, payload };
  if (!answerFrom(environment, id, outcome)) return 400;
  return payload === null ? 413 : 202;
};

const endAtInit = async (environment: Environment, request: IncomingMessage): Promise<number> => {
  const payload = await readBody(request, MAX_SYNC_BYTES);
  // Not awaited: the process ends by itself once it has its answer, or is killed.
  endEnvironment(environment, payload === null ? responseTooLarge() : { kind: 'failure', payload });
  return 202;
};

/**
 * The Runtime API of all environments, each below its own prefix; false for a path that is none of its own.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export const serveRuntime = async (
  request: IncomingMessage,
  response: ServerResponse,
  environments: ReadonlyMap<string, Environment>,
): Promise<boolean> => {
  const [, key = '', init, id = '', verb = ''] = PATH.exec(request.url ?? '') ?? [];
  const environment = environments.get(key);
  if (environment === undefined) return false;
  if (id === 'next') await sendNext(environment, response);
  else if (init) response.writeHead(await endAtInit(environment, request)).end();
  else response.writeHead(await takeAnswer(environment, request, { id, verb })).end();
  return true;
};
