import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { identifyPort, serveTcp } from '#test/support/identify-port.ts';

const serveHttp = async (answer: RequestListener) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, asked, connections: () => connections };
};

const ICON = Buffer.alloc(15_000, 7);
const ICON_SHA256 = createHash('sha256').update(ICON).digest('hex');

test('a page is told by status, server, title and icon, over one connection', async () => {
  const server = await serveHttp(({ url }, response) => {
    if (url === '/favicon.ico') return response.setHeader('Content-Type', 'image/x-icon').end(ICON);
    response.setHeader('Server', 'nginx/1.22.1');
    return response.end(`<html><title>\n Printer &amp; Co </title>${'x'.repeat(10_000)}`);
  });
  expect(await identifyPort(server.port)).toMatchObject({
    service: 'http',
    product: 'nginx',
    version: '1.22.1',
    banner: expect.stringMatching(
      /^HTTP\/1\.1 200 OK\\x0d\\x0aServer: nginx.*\\x0d\\x0a\\x0d\\x0a$/,
    ),
    http: {
      status: 200,
      server: 'nginx/1.22.1',
      title: 'Printer &amp; Co',
      favicon_sha256: ICON_SHA256,
    },
  });
  expect(server.asked).toEqual(['GET /', 'GET /favicon.ico']);
  expect(server.connections()).toBe(1);
});

test('an icon that comes in chunks is put together', async () => {
  const server = await serveHttp(({ url }, response) => {
    if (url !== '/favicon.ico') return response.end('a page');
    response.write(ICON.subarray(0, 6000));
    return response.end(ICON.subarray(6000));
  });
  expect(await identifyPort(server.port)).toMatchObject({ http: { favicon_sha256: ICON_SHA256 } });
});

test('a redirect is noted and not followed', async () => {
  const server = await serveHttp((_, response) =>
    response.writeHead(302, { Location: 'https://elsewhere.example/login' }).end(),
  );
  const identity = await identifyPort(server.port);
  expect(identity.http).toEqual({ status: 302, location: 'https://elsewhere.example/login' });
  expect(server.asked).toEqual(['GET /', 'GET /favicon.ico']);
});

test.each([
  [
    'a page in its place',
    (response: Parameters<RequestListener>[1]) =>
      response.setHeader('Content-Type', 'text/html').end('no'),
  ],
  ['not found', (response: Parameters<RequestListener>[1]) => response.writeHead(404).end('no')],
  ['an empty one', (response: Parameters<RequestListener>[1]) => response.end()],
  [
    'one of a megabyte',
    (response: Parameters<RequestListener>[1]) => response.end(Buffer.alloc(1_000_000)),
  ],
])('no icon: %s', async (_, answer) => {
  const server = await serveHttp(({ url }, response) =>
    url === '/favicon.ico' ? answer(response) : response.end('a page'),
  );
  expect((await identifyPort(server.port)).http).toEqual({ status: 200 });
});

test('a server that closes after the page is not asked twice', async () => {
  const server = await serveHttp((_, response) =>
    response.setHeader('Connection', 'close').end('a page'),
  );
  expect((await identifyPort(server.port)).http).toEqual({ status: 200 });
  expect(server.asked).toEqual(['GET /']);
});

test('what speaks TLS alone and says so in HTTP is called https', async () => {
  const server = await serveTcp((socket) =>
    socket.once('data', () =>
      socket.end(
        'HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\nThe plain HTTP request was sent to HTTPS port',
      ),
    ),
  );
  expect(await identifyPort(server.port)).toMatchObject({ service: 'https' });
});
