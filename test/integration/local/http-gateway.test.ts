import { once } from 'node:events';
import { type RequestOptions, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { expect, onTestFinished, test } from 'vitest';
import { startHttpGateway } from '#infra/local/http-gateway.ts';
import type { Outcome } from '#infra/local/lambda/invocation.ts';
import { requestTooLarge, tooManyRequests } from '#infra/local/lambda/service-error.ts';
import { functionOf, startLambda, useBundles } from '#test/support/local-lambda.ts';

type Handle = (event: APIGatewayProxyEventV2) => unknown;

/** A gateway in front of a handler in this process. */
const start = async (handle: Handle, timeoutMs?: number) => {
  const lines: string[] = [];
  const invoke = async (event: unknown): Promise<Outcome> => {
    const result = await handle(event as APIGatewayProxyEventV2);
    return { kind: 'response', payload: Buffer.from(JSON.stringify(result ?? null)) };
  };
  const gateway = await startHttpGateway({
    invoke,
    log: (line) => lines.push(line),
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
  onTestFinished(() => gateway.stop());
  return { ...gateway, lines };
};

/** Sends what fetch would not: raw paths, repeated headers. */
const sendRaw = async (url: string, options: RequestOptions, body: string | Buffer = '') => {
  const sent = request(url, options);
  sent.end(body);
  const [response] = await once(sent, 'response');
  const text = Buffer.concat(await response.toArray()).toString('utf8');
  return { status: response.statusCode, headers: response.headers, text };
};

/** The event that a request becomes. */
const eventOf = async (
  options: RequestOptions,
  body: string | Buffer = '',
): Promise<APIGatewayProxyEventV2> => {
  const { url } = await start((event) => ({ event }));
  return JSON.parse((await sendRaw(url, options, body)).text).event;
};

test('a request becomes an event of payload format 2.0', async () => {
  const event = await eventOf({
    method: 'DELETE',
    path: '/v1/hosts/fd00%3A%3A1?b=2&a=1&b=%26&empty=',
    headers: ['Host', 'example.test', 'X-Twice', 'one', 'X-Twice', 'two', 'User-Agent', 'me'],
  });
  expect(event).toMatchObject({
    version: '2.0',
    routeKey: '$default',
    rawPath: '/v1/hosts/fd00::1',
    rawQueryString: 'b=2&a=1&b=%26&empty=',
    queryStringParameters: { a: '1', b: '2,&', empty: '' },
    headers: { host: 'example.test', 'x-twice': 'one,two', 'x-forwarded-for': '127.0.0.1' },
    requestContext: {
      domainName: 'example.test',
      http: {
        method: 'DELETE',
        path: '/v1/hosts/fd00::1',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'me',
      },
      stage: '$default',
      requestId: expect.stringMatching(/^[\da-f-]{36}$/),
      time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
    },
    isBase64Encoded: false,
  });
  expect(event).not.toHaveProperty('body');
  expect(event).not.toHaveProperty('cookies');
  expect(Math.abs(event.requestContext.timeEpoch - Date.now())).toBeLessThan(10_000);
});

test('cookies have a place of their own', async () => {
  const event = await eventOf({ headers: { cookie: 'a=1; b=2' } });
  expect(event.cookies).toEqual(['a=1', 'b=2']);
  expect(event.headers).not.toHaveProperty('cookie');
});

test('a query without a value and a path that cannot be decoded come as they are', async () => {
  const event = await eventOf({ path: '/%zz?' });
  expect(event).toMatchObject({ rawPath: '/%zz', rawQueryString: '' });
  expect(event).not.toHaveProperty('queryStringParameters');
});

test.each([
  ['application/json', '{"ü":1}', false],
  ['application/json; charset=utf-8', '{}', false],
  ['text/csv', 'a,b', false],
  ['application/octet-stream', 'plain', true],
  ['image/png', Buffer.from([0x89, 0x50, 0, 255]), true],
  ['application/json', Buffer.from([0x7b, 255, 0x7d]), true],
])('a body of type %s is text or base64, and arrives byte for byte', async (type, body, base64) => {
  const options = { method: 'POST', headers: { 'content-type': type } };
  const event = await eventOf(options, body);
  expect(event.isBase64Encoded).toBe(base64);
  const arrived = Buffer.from(event.body ?? '', base64 ? 'base64' : 'utf8');
  expect(arrived).toEqual(Buffer.from(body));
});

test('a structured answer brings status, headers, cookies and body', async () => {
  const { url } = await start(() => ({
    statusCode: 201,
    headers: { Location: '/v1/tasks/7', 'Content-Type': 'application/problem+json', 'X-N': 5 },
    cookies: ['a=1; Secure', 'b=2'],
    body: '{"id":7}',
  }));
  const answer = await sendRaw(url, { method: 'POST' });
  expect(answer).toMatchObject({
    status: 201,
    headers: {
      location: '/v1/tasks/7',
      'content-type': 'application/problem+json',
      'x-n': '5',
      'set-cookie': ['a=1; Secure', 'b=2'],
      'apigw-requestid': expect.any(String),
    },
    text: '{"id":7}',
  });
});

test('a body in base64 is sent as bytes', async () => {
  const bytes = Buffer.from([0, 1, 254, 255]);
  const { url } = await start(() => ({
    statusCode: 200,
    headers: { 'content-type': 'image/png' },
    body: bytes.toString('base64'),
    isBase64Encoded: true,
  }));
  const response = await fetch(url);
  expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
  expect(response.headers.get('content-length')).toBe('4');
});

test('204, 304 and the answer to HEAD have no body', async () => {
  const { url } = await start(({ rawPath }) => ({
    statusCode: Number(rawPath.slice(1)),
    body: rawPath === '/200' ? 'not shown' : '',
  }));
  for (const status of [204, 304]) {
    expect(await sendRaw(`${url}/${status}`, {})).toMatchObject({ status, text: '' });
  }
  expect(await sendRaw(`${url}/200`, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
});

test.each([
  ['an object', { hello: 'world' }, '{"hello":"world"}'],
  ['a text', 'hello', '"hello"'],
  ['nothing', undefined, 'null'],
])('%s alone is an answer: JSON with status 200', async (_, value, text) => {
  const { url } = await start(() => value);
  const answer = await sendRaw(url, {});
  expect(answer).toMatchObject({
    status: 200,
    headers: { 'content-type': 'application/json' },
    text,
  });
});

test.each([
  ['a status that is none', { statusCode: 'fine' }],
  ['a body that is no text', { statusCode: 200, body: { a: 1 } }],
  ['headers that are a list', { statusCode: 200, headers: ['a'] }],
])('%s is a bare internal error', async (_, value) => {
  const { url } = await start(() => value);
  const answer = await sendRaw(url, {});
  expect(answer).toMatchObject({ status: 500, text: '{"message":"Internal Server Error"}' });
});

test('a header that HTTP does not allow is an error of its request alone', async () => {
  const { url } = await start(({ rawPath }) => ({
    statusCode: 200,
    headers: rawPath === '/bad' ? { 'x-split': 'a\r\nset-cookie: b=1' } : {},
    body: 'fine',
  }));
  const bad = await sendRaw(`${url}/bad`, {});
  expect(bad.status).toBe(500);
  expect(bad.headers).not.toHaveProperty('set-cookie');
  expect((await sendRaw(`${url}/good`, {})).text).toBe('fine');
});

test('a body of 10 MB is taken, one byte more is refused', async () => {
  const limit = 10 * 1024 * 1024;
  const { url } = await start(({ body }) => ({ length: Buffer.from(body ?? '', 'base64').length }));
  const send = (bytes: number) => sendRaw(url, { method: 'POST' }, Buffer.alloc(bytes));
  expect(JSON.parse((await send(limit)).text)).toEqual({ length: limit });
  expect(await send(limit + 1)).toMatchObject({
    status: 413,
    text: '{"message":"Request Entity Too Large"}',
  });
});

test('what takes too long, or finds no free environment, is unavailable', async () => {
  const { url } = await start(() => sleep(1000), 100);
  const busy = await start(() => {
    throw tooManyRequests();
  });
  for (const gateway of [url, busy.url]) {
    const answer = await sendRaw(gateway, {});
    expect(answer).toMatchObject({ status: 503, text: '{"message":"Service Unavailable"}' });
  }
});

test('an event that is too large for Lambda is too large for the gateway', async () => {
  const { url } = await start(() => {
    throw requestTooLarge('RequestResponse', 1);
  });
  expect((await sendRaw(url, {})).status).toBe(413);
});

test('each request is one line, without its query', async () => {
  const { url, lines } = await start(() => ({ statusCode: 404 }));
  const { headers } = await sendRaw(`${url}/v1/tasks?token=secret`, { method: 'POST' });
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      message: 'request',
      request_id: headers['apigw-requestid'],
      ip: '127.0.0.1',
      method: 'POST',
      path: '/v1/tasks',
      status: 404,
      latency_ms: expect.any(Number),
    },
  ]);
});

test('a port that is taken is said in one clear line', async () => {
  const { port } = await start(() => null);
  const second = startHttpGateway({ port, invoke: () => Promise.reject(), log: () => {} });
  await expect(second).rejects.toThrow(`port ${port} of 127.0.0.1 cannot be had (EADDRINUSE)`);
});

const bundles = await useBundles('obedient', 'dead-at-import');

/** A gateway in front of a real function. */
const startWith = async (bundleFolder: string) => {
  const api = functionOf(bundleFolder, { maxEnvironments: 2 });
  const service = await startLambda({ functions: { api } });
  const gateway = await startHttpGateway({
    invoke: (event, waitMs) => service.invoke('api', event, waitMs),
    log: () => {},
  });
  onTestFinished(() => gateway.stop());
  return gateway.url;
};

test('in front of a real function, a burst waits its turn and nobody is refused', async () => {
  const url = await startWith(bundles.obedient);
  const answers = await Promise.all(Array.from({ length: 60 }, () => fetch(url)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
});

test('a function that fails is an internal error, without its reasons', async () => {
  const url = await startWith(bundles['dead-at-import']);
  const answer = await sendRaw(url, {});
  expect(answer).toMatchObject({ status: 500, text: '{"message":"Internal Server Error"}' });
});
