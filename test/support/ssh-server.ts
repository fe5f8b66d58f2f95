import { createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { readSshString, sshPacket, sshPayloads, sshString } from '#shared/identify/ssh/packet.ts';

export type SshServerOptions = {
  readonly identification?: string;
  readonly kexAlgorithms?: string;
  readonly hostKey?: Buffer;
  /** Bytes sent at a time; all at once where not given. */
  readonly pieces?: number;
};

const KEX_INIT = 20;
const KEX_INIT_BY_CLIENT = 30;
const KEX_REPLY = 31;

const kexInit = (kexAlgorithms: string): Buffer =>
  sshPacket(
    Buffer.concat([
      Buffer.from([KEX_INIT]),
      Buffer.alloc(16, 7),
      ...[kexAlgorithms, 'ssh-ed25519', 'aes128-ctr', 'aes128-ctr', 'hmac-sha2-256'].map(sshString),
      ...['hmac-sha2-256', 'none', 'none', '', ''].map(sshString),
      Buffer.alloc(5),
    ]),
  );

/** The server's half of RFC 8731: throws unless the client's value is a point that a secret can be agreed on with. */
const reply = (opening: Buffer, hostKey: Buffer): Buffer => {
  const point = readSshString(opening, 1) ?? Buffer.alloc(0);
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  const jwk = { kty: 'OKP', crv: 'X25519', x: point.toString('base64url') };
  diffieHellman({ privateKey, publicKey: createPublicKey({ key: jwk, format: 'jwk' }) });
  const own = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const parts = [hostKey, own, Buffer.alloc(83, 1)].map(sshString);
  return sshPacket(Buffer.concat([Buffer.from([KEX_REPLY]), ...parts]));
};

/** A server of SSH 2 up to its host key, on the loopback; remembers the identification and the messages it was sent. */
export const serveSsh = async ({
  identification = 'SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n',
  kexAlgorithms = 'sntrup761x25519-sha512,curve25519-sha256',
  hostKey = Buffer.from('a host key'),
  pieces,
}: SshServerOptions = {}) => {
  const seen: { identification: string; messages: (number | undefined)[] } = {
    identification: '',
    messages: [],
  };
  const send = (socket: Socket, bytes: Buffer): void => {
    const size = pieces ?? bytes.length;
    for (let at = 0; at < bytes.length; at += size) socket.write(bytes.subarray(at, at + size));
  };
  const serve = (socket: Socket): void => {
    let heard = Buffer.alloc(0);
    socket.setNoDelay().on('error', () => undefined);
    send(socket, Buffer.concat([Buffer.from(identification), kexInit(kexAlgorithms)]));
    socket.on('data', (bytes) => {
      heard = Buffer.concat([heard, bytes]);
      const from = heard.indexOf('\n') + 1;
      seen.identification = heard.toString('latin1', 0, from);
      const payloads = sshPayloads(heard.subarray(from));
      for (const payload of payloads.slice(seen.messages.length)) {
        seen.messages.push(payload[0]);
        if (payload[0] === KEX_INIT_BY_CLIENT) send(socket, reply(payload, hostKey));
      }
    });
  };
  const server = createServer(serve).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    close: () => new Promise((done) => server.close(done)),
  };
};
