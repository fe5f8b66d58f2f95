import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Redis } from '@upstash/redis';
import { afterAll, describe, expect, it } from 'vitest';
import { isOutage } from '#shared/runtime/outage.ts';
import { closedPort } from '#test/support/closed-port.ts';

const server = createServer((request, response) => {
  if (request.url === '/silent') return;
  // The token says which status to answer with.
  const status = Number(request.headers.authorization?.split(' ')[1]);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(status === 502 ? '<html>bad gateway</html>' : '{"error":"ERR unknown command"}');
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
const url = `http://127.0.0.1:${port}`;
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const thrownBy = async (attempt: Promise<unknown>): Promise<unknown> => {
  try {
    return await attempt;
  } catch (error) {
    return error;
  }
};

const redisSaying = (status: string) =>
  new Redis({ url, token: status, retry: { retries: 0 } }).get('k');

describe('an outage', () => {
  it('is a refused connection', async () => {
    expect(isOutage(await thrownBy(fetch(`http://127.0.0.1:${await closedPort()}`)))).toBe(true);
  });

  it('is a timeout', async () => {
    const silent = fetch(`${url}/silent`, { signal: AbortSignal.timeout(20) });
    expect(isOutage(await thrownBy(silent))).toBe(true);
  });

  it('is what a gateway in front of Redis says instead of JSON', async () => {
    expect(isOutage(await thrownBy(redisSaying('502')))).toBe(true);
  });

  it.each(['57P01', '57P03', '53300', '08006', '25006'])('is SQLSTATE %s', (code) => {
    const cause = Object.assign(new Error('server'), { code });
    expect(isOutage(new Error('Failed query', { cause }))).toBe(true);
  });

  it('is one of several addresses that could not be reached', () => {
    const refused = Object.assign(new Error('no'), { code: 'ECONNREFUSED' });
    expect(isOutage(new AggregateError([new Error('x'), refused]))).toBe(true);
  });

  it('is where the driver of Neon keeps it', () => {
    const sourceError = Object.assign(new Error('no'), { code: 'ECONNRESET' });
    expect(isOutage(Object.assign(new Error('Error connecting'), { sourceError }))).toBe(true);
  });
});

describe('a bug', () => {
  it('is what Redis itself refuses', async () => {
    expect(isOutage(await thrownBy(redisSaying('400')))).toBe(false);
  });

  it.each(['42P01', '22021', '23505'])('is SQLSTATE %s', (code) => {
    expect(isOutage(Object.assign(new Error('statement'), { code }))).toBe(false);
  });

  it.each([new TypeError('x is not a function'), new RangeError('index'), 'text', null])(
    'is %s',
    (error) => {
      expect(isOutage(error)).toBe(false);
    },
  );

  it('is an error that is its own cause', () => {
    const error = new Error('round');
    error.cause = error;
    expect(isOutage(error)).toBe(false);
  });
});
