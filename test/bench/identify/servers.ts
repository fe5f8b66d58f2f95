import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { selfSigned } from '#test/support/certificates.ts';

/** A process of its own: an SSH greeting, a page with an icon and a page inside TLS on each of the given addresses. */

const addresses = process.argv.slice(2);
const icon = Buffer.alloc(4000, 7);

const pages = createHttpServer(({ url }, response) => {
  if (url === '/favicon.ico') return response.setHeader('Content-Type', 'image/x-icon').end(icon);
  return response.setHeader('Server', 'nginx/1.22.1').end('<title>A page</title>');
});
const kinds: readonly (() => Server)[] = [
  () => createServer((socket) => socket.on('error', () => {}).end('SSH-2.0-OpenSSH_9.2p1\r\n')),
  () => createServer((socket) => pages.emit('connection', socket)),
];
const certificate = await selfSigned('bench.example');
const secured = () =>
  createTlsServer(certificate, (socket) => pages.emit('connection', socket)).on(
    'tlsClientError',
    () => {},
  );

/** The first address lets the system choose the port; the others have the same. */
const listenAt = async (make: () => Server): Promise<number> => {
  let port = 0;
  for (const host of addresses) {
    const server = make().listen({ host, port });
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  }
  return port;
};

const ports = [];
for (const make of [...kinds, secured]) ports.push(await listenAt(make));
process.send?.(ports);
process.on('disconnect', () => process.exit());
