import type { JsonRequest, JsonResponse } from './json-server.ts';
import type { RespCommand, RespReply } from './resp-connection.ts';
import type { RespPool } from './resp-pool.ts';
import { refusalOf, upstashCommand, upstashCommands } from './upstash-commands.ts';
import { type ReplyEncoding, refuse, toResult } from './upstash-replies.ts';

type Answer = (body: unknown, pool: RespPool, encoding: ReplyEncoding) => Promise<JsonResponse>;

const UNREADABLE = refuse(400, 'ERR failed to parse the command');

const answerCommand: Answer = async (body, pool, encoding) => {
  const parsed = upstashCommand.safeParse(body);
  if (!parsed.success) return UNREADABLE;
  const refusal = refusalOf(parsed.data);
  const [reply = null] = refusal === null ? await pool.send([parsed.data]) : [refusal];
  return { status: reply instanceof Error ? 400 : 200, body: toResult(reply, encoding) };
};

/** A refused command has its error in its place; the others are done. */
const answerPipeline: Answer = async (body, pool, encoding) => {
  const parsed = upstashCommands.safeParse(body);
  if (!parsed.success) return UNREADABLE;
  const refusals = parsed.data.map(refusalOf);
  const replies = await pool.send(parsed.data.filter((_, index) => refusals[index] === null));
  const inOrder = refusals.map((refusal) => refusal ?? replies.shift() ?? null);
  return { status: 200, body: inOrder.map((reply) => toResult(reply, encoding)) };
};

const transact = async (pool: RespPool, commands: RespCommand[]): Promise<RespReply> =>
  (await pool.send([['MULTI'], ...commands, ['EXEC']])).at(-1) ?? null;

/** All or nothing; what Redis refuses while it queues refuses the whole. */
const answerTransaction: Answer = async (body, pool, encoding) => {
  const parsed = upstashCommands.safeParse(body);
  if (!parsed.success) return UNREADABLE;
  const refusal = parsed.data.map(refusalOf).find((each) => each !== null);
  const replies = refusal ?? (await transact(pool, parsed.data));
  if (Array.isArray(replies)) {
    return { status: 200, body: replies.map((reply) => toResult(reply, encoding)) };
  }
  return { status: 400, body: toResult(replies, encoding) };
};

const ANSWERS: Record<string, Answer> = {
  '/': answerCommand,
  '/pipeline': answerPipeline,
  '/multi-exec': answerTransaction,
};

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
};

/** Answers Upstash's REST protocol, `POST /`, `/pipeline` and `/multi-exec`, for the bearer of the token. */
export const answerUpstash =
  (pool: RespPool, token: string) =>
  async ({ method, path, headers, body }: JsonRequest): Promise<JsonResponse> => {
    if (headers.authorization !== `Bearer ${token}`) return refuse(401, 'Unauthorized');
    const answer = ANSWERS[path];
    if (answer === undefined || method !== 'POST') return refuse(404, 'ERR not found');
    const encoding = headers['upstash-encoding'] === 'base64' ? 'base64' : 'utf8';
    return answer(parse(body), pool, encoding);
  };
