import { z } from 'zod';
import type { Reply } from './http-server.ts';

const structured = z.object({
  statusCode: z.coerce.number().int().min(200).max(599),
  headers: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String))
    .nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** What the gateway says of itself; its own refusals look like no problem document. */
export const gatewayMessage = (status: number, message: string): Reply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});

/** A function may return just a value: it is sent as JSON with status 200. */
const isStructured = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'statusCode' in value;

const lowerCased = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** What a function's answer, payload format 2.0, is to the client; a malformed one is status 500, as on AWS. */
export const gatewayReply = (payload: Buffer): Reply => {
  const value: unknown = JSON.parse(payload.toString('utf8'));
  if (!isStructured(value)) {
    return { status: 200, headers: { 'content-type': 'application/json' }, body: payload };
  }
  const parsed = structured.safeParse(value);
  if (!parsed.success) return gatewayMessage(500, 'Internal Server Error');
  const { statusCode: status, headers, cookies, body, isBase64Encoded } = parsed.data;
  return {
    status,
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      ...lowerCased(headers ?? {}),
      ...(cookies && { 'set-cookie': cookies }),
    },
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  };
};
