import type { JsonResponse } from './json-server.ts';
import type { RespReply } from './resp-connection.ts';

export type ReplyEncoding = 'base64' | 'utf8';

const OK = Buffer.from('OK');

/** The client decodes what is inside a list without exception, so only an `OK` by itself stays as it is. */
const inList = (reply: RespReply, encoding: ReplyEncoding): unknown => {
  if (Buffer.isBuffer(reply)) return reply.toString(encoding);
  if (Array.isArray(reply)) return reply.map((each) => inList(each, encoding));
  return reply instanceof Error ? inList(Buffer.from(reply.message), encoding) : reply;
};

/** One reply as Upstash tells it: `{result}`, or `{error}` for an error reply. */
export const toResult = (reply: RespReply, encoding: ReplyEncoding): object => {
  if (reply instanceof Error) return { error: reply.message };
  const isOk = Buffer.isBuffer(reply) && reply.equals(OK);
  return { result: isOk ? 'OK' : inList(reply, encoding) };
};

export const refuse = (status: number, error: string): JsonResponse => ({
  status,
  body: { error },
});
