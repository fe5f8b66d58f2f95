import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ACCOUNT } from './lambda/lambda-function.ts';

/** What an HTTP API hands over as it is; any other body comes in base64. */
const TEXT = /^(?:text\/|application\/(?:json|javascript|xml)\b)/i;
const STAGE = '$default';

const bodyOf = (type: string | undefined, body: Buffer) => {
  if (body.length === 0) return { isBase64Encoded: false };
  return TEXT.test(type ?? '') && isUtf8(body)
    ? { body: body.toString('utf8'), isBase64Encoded: false }
    : { body: body.toString('base64'), isBase64Encoded: true };
};

/** Repeated ones are joined; cookies have a place of their own. */
const headersOf = ({ headersDistinct, socket }: IncomingMessage): Record<string, string> => {
  const { cookie: _, ...headers } = headersDistinct;
  const forwarded = [...(headers['x-forwarded-for'] ?? []), socket.remoteAddress ?? ''].join(', ');
  const joined = Object.entries(headers).map(([name, values = []]) => [name, values.join(',')]);
  return {
    ...Object.fromEntries(joined),
    'x-forwarded-for': forwarded,
    'x-forwarded-proto': 'http',
  };
};

const cookiesOf = ({ headersDistinct }: IncomingMessage) => {
  const cookies = (headersDistinct.cookie ?? []).flatMap((line) => line.split(/;\s*/));
  return cookies.length === 0 ? {} : { cookies };
};

const parametersOf = (query: string) => {
  const joined = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const before = joined.get(name);
    joined.set(name, before === undefined ? value : `${before},${value}`);
  }
  return joined.size === 0 ? {} : { queryStringParameters: Object.fromEntries(joined) };
};

/** HTTP APIs hand the path over decoded. */
const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

/** `22/Nov/2026:10:00:00 +0000` */
const logTime = (now: Date): string => {
  const [, day, month, year, time] = now.toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
};

/**
 * A request as an HTTP API hands it to a function, payload format 2.0:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const gatewayEvent = (
  request: IncomingMessage,
  { requestId, body, now }: { requestId: string; body: Buffer; now: Date },
): APIGatewayProxyEventV2 => {
  const { method = 'GET', url = '/', headers, socket, httpVersion } = request;
  const [target = '/', ...rest] = url.split('?');
  const path = decoded(target);
  const query = rest.join('?');
  const domainName = headers.host ?? '127.0.0.1';
  return {
    version: '2.0',
    routeKey: STAGE,
    rawPath: path,
    rawQueryString: query,
    ...cookiesOf(request),
    headers: headersOf(request),
    ...parametersOf(query),
    requestContext: {
      accountId: ACCOUNT,
      apiId: 'local',
      domainName,
      domainPrefix: 'local',
      http: {
        method,
        path,
        protocol: `HTTP/${httpVersion}`,
        sourceIp: socket.remoteAddress ?? '',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: STAGE,
      stage: STAGE,
      time: logTime(now),
      timeEpoch: now.getTime(),
    },
    ...bodyOf(headers['content-type'], body),
  };
};
