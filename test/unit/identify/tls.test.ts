import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket, type TlsOptions } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { postgresql } from '#shared/identify/sources/postgresql.ts';
import { rdp } from '#shared/identify/sources/rdp.ts';
import { tls } from '#shared/identify/sources/tls.ts';
import { selfSigned } from '#test/support/certificates.ts';
import { identifyAs, serveTcp } from '#test/support/identify-port.ts';
import { selfSigned as alone } from '#test/support/self-signed.ts';

const own = await selfSigned('box.example');
const authority = await selfSigned('authority.example');
const signed = await selfSigned('signed.example', { ca: authority });

const serveTls = async (options: TlsOptions, onSecure: (socket: TLSSocket) => void) => {
  const server = createServer(options, (socket) => onSecure(socket.on('error', () => undefined)));
  server.on('tlsClientError', () => undefined).listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
};

const answerHttp = (socket: TLSSocket): void =>
  void socket.once('data', () =>
    socket.end('HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\n\r\nhello'),
  );

test('a certificate is told, and what speaks inside', async () => {
  expect(await identifyAs(tls, await serveTls(own, answerHttp))).toMatchObject({
    service: 'https',
    product: 'nginx',
    version: '1.22.1',
    http: { status: 200 },
    tls: {
      subject: 'CN=box.example,O=Netsweep tests',
      issuer: 'CN=box.example,O=Netsweep tests',
      sans: ['box.example', '*.example', '127.0.0.1'],
      not_before: '2026-01-02T03:04:05.000Z',
      not_after: '2036-01-02T03:04:05.000Z',
      self_signed: true,
      protocol: 'TLSv1.3',
    },
  });
});

test('one that another has signed is not self-signed, and the protocol is the one that was agreed on', async () => {
  const port = await serveTls({ ...signed, maxVersion: 'TLSv1.2' }, answerHttp);
  expect(await identifyAs(tls, port)).toMatchObject({
    tls: {
      subject: expect.stringContaining('signed.example'),
      issuer: expect.stringContaining('authority.example'),
      self_signed: false,
      protocol: 'TLSv1.2',
    },
  });
});

test('a certificate with a date that Postgres would not read is none', async () => {
  const der = Buffer.from(alone.cert.replaceAll(/-----.*-----|\n/g, ''), 'base64');
  der.write('00000101000000Z', der.indexOf('21261101231251Z'), 'latin1');
  const cert = `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
  const port = await serveTls({ ...alone, cert }, answerHttp);
  expect(await identifyAs(tls, port)).toEqual({});
});

test('PostgreSQL and RDP agree on TLS first, on the connection that goes on inside it', async () => {
  const secured = await serveTls(own, () => undefined);
  const { connect } = await import('node:net');
  const upgrading = (answer: Buffer) =>
    serveTcp((socket) =>
      socket.once('data', () => {
        socket.write(answer);
        const inner = connect({ host: '127.0.0.1', port: secured }).on('error', () => undefined);
        socket.pipe(inner).pipe(socket);
        socket.on('close', () => inner.destroy());
      }),
    );
  const postgres = await upgrading(Buffer.from('S'));
  expect(await identifyAs(postgresql, postgres.port)).toMatchObject({
    service: 'postgresql',
    product: 'PostgreSQL',
    tls: { self_signed: true },
  });
  const desktop = await upgrading(Buffer.from('030000130ed000001234000200080001000000', 'hex'));
  expect(await identifyAs(rdp, desktop.port)).toMatchObject({
    service: 'rdp',
    tls: { sans: expect.arrayContaining(['box.example']) },
  });
  expect([postgres.connections(), desktop.connections()]).toEqual([1, 1]);
});
