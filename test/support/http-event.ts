import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import * as z from 'zod';

export type Asked = {
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
};

/** An event as an HTTP API with payload format 2.0 sends it. */
export const httpEvent = ({
  method = 'GET',
  path = '/',
  query = '',
  headers = {},
  body,
  isBase64Encoded = false,
}: Asked): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: path,
  rawQueryString: query,
  headers,
  requestContext: {
    accountId: '000000000000',
    apiId: 'test',
    domainName: 'test.invalid',
    domainPrefix: 'test',
    http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
    requestId: 'request-1',
    routeKey: '$default',
    stage: '$default',
    time: '22/Nov/2026:10:00:00 +0000',
    timeEpoch: 1_795_341_600_000,
  },
  ...(body !== undefined && { body }),
  isBase64Encoded,
});

/** A context with this much time left. */
export const contextWith = (remainingMs: number): Context => ({
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'api',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:local-1:000000000000:function:api',
  memoryLimitInMB: '512',
  awsRequestId: 'invocation-1',
  logGroupName: 'api',
  logStreamName: 'api',
  getRemainingTimeInMillis: () => remainingMs,
  done: () => {},
  fail: () => {},
  succeed: () => {},
});

export type Handler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

export type Answer = {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  /** Parsed where it is JSON, else as it came; undefined when there is none. */
  readonly body: unknown;
};

export const isJson = (contentType: unknown): boolean =>
  /^application\/(?:problem\+)?json(?:;|$)/.test(String(contentType));

/** Asks a handler as the gateway would. */
export const ask = async (handler: Handler, asked: Asked): Promise<Answer> => {
  const { statusCode, headers, body } = await handler(httpEvent(asked), contextWith(29_000));
  return {
    status: z.int().parse(statusCode),
    headers: headers ?? {},
    body: body && isJson(headers?.['content-type']) ? JSON.parse(body) : body,
  };
};
