import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ringWithin } from '#shared/runtime/doorbell.ts';
import { lambdaClient } from '#shared/runtime/lambda-client.ts';
import { isOutage } from '#shared/runtime/outage.ts';

type Call = { url: string | undefined; headers: IncomingHttpHeaders; body: string };
const calls: Call[] = [];
/** Each test invokes a function of its own: a request that one gave up on may arrive during the next. */
const callsTo = (name: string) => calls.filter(({ url }) => url?.includes(`/${name}/`));
let answer: (response: ServerResponse, url: string) => void;

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    calls.push({ url: request.url, headers: request.headers, body });
    answer(response, request.url ?? '');
  });
});
const says = (status: number, body: string, headers: Record<string, string> = {}) => {
  answer = (response) => response.writeHead(status, headers).end(body);
};
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  for (const [name, value] of Object.entries({
    AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${port}`,
    AWS_REGION: 'local-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  }))
    vi.stubEnv(name, value);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const endAll = (responses: readonly ServerResponse[]): void => {
  for (const response of responses) response.end('1');
};
const clientWaiting = (timeoutMs: number) => lambdaClient({ timeoutMs });

describe('a synchronous invocation', () => {
  it('gives back what the function returned', async () => {
    says(200, '{"outcome":"done"}');
    const lambda = clientWaiting(5000);
    expect(await lambda.invoke('scanner', { v: 1 })).toEqual({ payload: { outcome: 'done' } });
    expect(callsTo('scanner')).toMatchObject([
      { url: '/2015-03-31/functions/scanner/invocations', body: '{"v":1}' },
    ]);
    expect(callsTo('scanner')[0]?.headers).not.toMatchObject({ 'x-amz-invocation-type': 'Event' });
  });

  it('gives back null for a function that returned nothing', async () => {
    says(200, '');
    expect(await clientWaiting(5000).invoke('scanner', {})).toEqual({ payload: null });
  });

  it('tells of an error of the function as a value', async () => {
    says(200, '{"errorType":"Error","errorMessage":"Task timed out after 300.00 seconds"}', {
      'x-amz-function-error': 'Unhandled',
    });
    expect(await clientWaiting(5000).invoke('scanner', {})).toEqual({
      functionError: { type: 'Unhandled', message: 'Task timed out after 300.00 seconds' },
    });
  });

  it('tells of throttling as a value, with the reason and when to come back', async () => {
    says(429, '{"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded","Type":"User"}', {
      'x-amzn-errortype': 'TooManyRequestsException',
      'retry-after': '2',
    });
    expect(await clientWaiting(5000).invoke('scanner', {})).toEqual({
      throttled: {
        reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
        retryAfterMs: 2000,
      },
    });
  });

  it('is tried once, whatever goes wrong', async () => {
    says(500, '{"Type":"Service"}', { 'x-amzn-errortype': 'ServiceException' });
    await expect(clientWaiting(5000).invoke('failing', {})).rejects.toThrow();
    answer = (response) => response.destroy();
    await expect(clientWaiting(5000).invoke('failing', {})).rejects.toSatisfy(isOutage);
    expect(callsTo('failing')).toHaveLength(2);
  });

  it('is waited for no longer than agreed', async () => {
    answer = () => {};
    await expect(clientWaiting(100).invoke('silent', {})).rejects.toSatisfy(isOutage);
    await vi.waitFor(() => expect(callsTo('silent')).toHaveLength(1));
  });

  it('is waited for no longer when its answer has begun', async () => {
    answer = (response) => response.writeHead(200).write('{');
    await expect(clientWaiting(100).invoke('slow', {})).rejects.toSatisfy(isOutage);
  });

  it('is no longer waited for once its signal is aborted', async () => {
    answer = () => {};
    const controller = new AbortController();
    const waiting = clientWaiting(10_000).invoke('endless', {}, controller.signal);
    setTimeout(() => controller.abort(), 20);
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('runs beside as many others as are asked for', async () => {
    const waiting: ServerResponse[] = [];
    answer = (response, url) => {
      if (url.includes('/many/')) waiting.push(response);
      if (waiting.length >= 80) endAll(waiting.splice(0));
    };
    const lambda = lambdaClient({ timeoutMs: 10_000, maxSockets: 80 });
    const all = await Promise.all(Array.from({ length: 80 }, () => lambda.invoke('many', {})));
    expect(all).toHaveLength(80);
  });
});

describe('a doorbell', () => {
  it('is an event that Lambda has taken', async () => {
    says(202, '');
    await ringWithin(5000)('fanout', { v: 1, hop: 0, network: null });
    expect(callsTo('fanout')).toMatchObject([
      {
        url: '/2015-03-31/functions/fanout/invocations',
        headers: { 'x-amz-invocation-type': 'Event' },
        body: '{"v":1,"hop":0,"network":null}',
      },
    ]);
  });

  it('is waited for no longer than agreed', async () => {
    answer = () => {};
    await expect(ringWithin(100)('silent-bell', {})).rejects.toSatisfy(isOutage);
    expect(callsTo('silent-bell').length).toBeLessThan(2);
  });

  it('throws when Lambda does not take it', async () => {
    says(429, '{}', { 'x-amzn-errortype': 'TooManyRequestsException' });
    await expect(ringWithin(5000)('busy', {})).rejects.toThrow('Lambda answered 429');
  });
});
