import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { postWith } from '#functions/notifier/post.ts';
import { selfSigned } from '#test/support/self-signed.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
});
const listening = async <S extends Server>(server: S): Promise<number> => {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};
const serve = (answer: RequestListener) => listening(createServer(answer));

const rules = { policy: 'local' as const, networks: [] };
const message = { headers: { 'content-type': 'text/plain' }, body: 'hello' };
const post = postWith({ rules, timeoutMs: 500 });

it('gives the status of the answer, and sends what it was given', async () => {
  const seen: unknown[] = [];
  const port = await serve(async (request, response) => {
    const body = (await request.toArray()).join('');
    seen.push([request.method, request.url, request.headers['content-type'], body]);
    response.writeHead(202).end();
  });
  expect(await post(`http://127.0.0.1:${port}/a?b=c`, message)).toBe(202);
  expect(seen).toEqual([['POST', '/a?b=c', 'text/plain', 'hello']]);
});

it('does not follow a redirect', async () => {
  let asked = 0;
  const port = await serve((_, response) => {
    asked += 1;
    response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end();
  });
  expect(await post(`http://127.0.0.1:${port}/`, message)).toBe(302);
  expect(asked).toBe(1);
});

it('waits no longer than it was told for one that hangs', async () => {
  const port = await serve(() => {});
  await expect(post(`http://127.0.0.1:${port}/`, message)).rejects.toMatchObject({
    name: 'AbortError',
  });
});

it('reads no more than the head of an answer that never ends', async () => {
  const port = await serve((_, response) => {
    response.writeHead(200);
    const more = setInterval(() => response.write('x'.repeat(65_536)), 1);
    response.on('close', () => clearInterval(more));
  });
  expect(await post(`http://127.0.0.1:${port}/`, message)).toBe(200);
});

it('is told the code of what the network did', async () => {
  const port = await serve(() => {});
  servers.splice(0)[0]?.close();
  await expect(post(`http://127.0.0.1:${port}/`, message)).rejects.toMatchObject({
    code: 'ECONNREFUSED',
  });
});

it('trusts no certificate that nobody signed', async () => {
  const port = await listening(createTlsServer(selfSigned, (_, response) => response.end()));
  await expect(post(`https://127.0.0.1:${port}/`, message)).rejects.toMatchObject({
    code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  });
});

it('speaks to the address that was checked, and to none where one of a name is refused', async () => {
  const hosts: string[] = [];
  const port = await serve((request, response) => {
    hosts.push(request.headers.host ?? '');
    response.end();
  });
  const addresses = [{ address: '127.0.0.1', family: 4 }];
  const named = postWith({ rules, timeoutMs: 500, resolve: async () => addresses });
  expect(await named(`http://localhost:${port}/`, message)).toBe(200);
  expect(hosts).toEqual([`localhost:${port}`]);
  addresses.push({ address: '169.254.169.254', family: 4 });
  await expect(named(`https://rebound.example:${port}/`, message)).rejects.toThrow(
    /169\.254\.0\.0\/16/,
  );
  addresses.splice(0, 2, { address: '203.0.113.9', family: 4 });
  await expect(named(`http://localhost:${port}/`, message)).rejects.toThrow(/not https/);
  expect(hosts).toHaveLength(1);
});

it('gives up on a name that does not resolve in time', async () => {
  const never = postWith({ rules, timeoutMs: 50, resolve: () => new Promise(() => {}) });
  await expect(never('https://slow.example/', message)).rejects.toMatchObject({
    name: 'TimeoutError',
  });
});
