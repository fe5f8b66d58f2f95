import {
  createDiffieHellmanGroup,
  createECDH,
  generateKeyPairSync,
  randomBytes,
} from 'node:crypto';
import { readSshString, sshPacket, sshString } from './packet.ts';

/** What comes in front of the name lists: message number and cookie. */
const LISTS_AT = 17;
const LISTS = 10;
export const MESSAGE = { disconnect: 1, kexInit: 20, kexDhInit: 30, kexDhReply: 31 } as const;
/** SSH_DISCONNECT_BY_APPLICATION. */
const BY_APPLICATION = 11;

/** The point of RFC 8731 §3: a raw public key of X25519. */
const x25519 = (): Buffer => {
  const { publicKey } = generateKeyPairSync('x25519');
  return Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
};
const nistp256 = (): Buffer => createECDH('prime256v1').generateKeys();
/** A number is written with a zero in front, lest its first bit be a sign (RFC 4251 §5). */
const group14 = (): Buffer =>
  Buffer.concat([Buffer.alloc(1), createDiffieHellmanGroup('modp14').generateKeys()]);

/**
 * Key exchanges whose first two messages are alike: ours is a public value, and the server's begins with its host key
 * (RFC 4253 §8, RFC 5656 §4, RFC 8731). The newest first.
 */
const exchanges: ReadonlyMap<string, () => Buffer> = new Map([
  ['curve25519-sha256', x25519],
  ['curve25519-sha256@libssh.org', x25519],
  ['ecdh-sha2-nistp256', nistp256],
  ['diffie-hellman-group14-sha256', group14],
  ['diffie-hellman-group14-sha1', group14],
]);
const HOST_KEYS = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
  'ssh-rsa',
];
/** Never used, since nothing is ever encrypted; but a server that shares none of them says no more. */
const CIPHERS = ['aes128-ctr', 'aes256-ctr', 'aes256-gcm@openssh.com', 'aes128-cbc', '3des-cbc'];
const MACS = ['hmac-sha2-256', 'hmac-sha2-512', 'hmac-sha1'];

const nameList = (names: readonly string[]): Buffer => sshString(names.join(','));

/** What we can do (RFC 4253 §7.1). */
export const kexInit = (): Buffer =>
  sshPacket(
    Buffer.concat([
      Buffer.from([MESSAGE.kexInit]),
      randomBytes(16),
      nameList([...exchanges.keys()]),
      nameList(HOST_KEYS),
      ...[CIPHERS, CIPHERS, MACS, MACS, ['none'], ['none'], [], []].map(nameList),
      Buffer.alloc(5),
    ]),
  );

/** The name lists of the server's KEXINIT; null where they are not whole. */
const listsOf = (payload: Buffer): string[][] | null => {
  const lists: string[][] = [];
  for (let at = LISTS_AT; lists.length < LISTS; ) {
    const list = readSshString(payload, at);
    if (list === null) return null;
    lists.push(list.toString('latin1').split(','));
    at += 4 + list.length;
  }
  return lists;
};

/** Opens the exchange that both sides like best, ours first (RFC 4253 §7.1); null where there is none. */
export const kexDhInit = (serverKexInit: Buffer): Buffer | null => {
  const offered = listsOf(serverKexInit)?.[0] ?? [];
  const [, publicValue] = [...exchanges].find(([name]) => offered.includes(name)) ?? [];
  if (publicValue === undefined) return null;
  return sshPacket(Buffer.concat([Buffer.from([MESSAGE.kexDhInit]), sshString(publicValue())]));
};

/** The host key in the server's reply to that; null where it is not whole. */
export const hostKeyOf = (reply: Buffer): Buffer | null => {
  const key = readSshString(reply, 1);
  return key !== null && key.length > 0 ? key : null;
};

/** A polite end (RFC 4253 §11.1). */
export const disconnect = (): Buffer => {
  const reason = Buffer.alloc(5);
  reason[0] = MESSAGE.disconnect;
  reason.writeUInt32BE(BY_APPLICATION, 1);
  return sshPacket(Buffer.concat([reason, sshString('done'), sshString('')]));
};
