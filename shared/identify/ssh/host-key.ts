import { createHash } from 'node:crypto';
import type { Conversation } from '#shared/identify/source.ts';
import { disconnect, hostKeyOf, kexDhInit, kexInit, MESSAGE } from './key-exchange.ts';
import { sshPayloads } from './packet.ts';

/** Who we are (RFC 4253 §4.2). */
const OWN_IDENTIFICATION = Buffer.from('SSH-2.0-Netsweep\r\n');

/** `SHA256:` and base64 without padding, as ssh-keygen writes it. */
export const fingerprintOf = (hostKey: Uint8Array): string =>
  `SHA256:${createHash('sha256').update(hostKey).digest('base64').replace(/=+$/, '')}`;

/**
 * The host key that a server shows once it has said who it is, in the first `packetsFrom` bytes: the first two messages
 * of a key exchange, then a polite end, long before anybody would be authenticated. As with ssh-keyscan the server does
 * not prove that the key is its own. Null where it ends early or agrees to nothing.
 */
export const askHostKey = async (
  { hear, say }: Conversation,
  packetsFrom: number,
): Promise<Buffer | null> => {
  const payload = async (message: number): Promise<Buffer | undefined> => {
    const find = (heard: Buffer) =>
      sshPayloads(heard.subarray(packetsFrom)).find(([first]) => first === message);
    return find(await hear((heard) => find(heard) !== undefined));
  };
  say(Buffer.concat([OWN_IDENTIFICATION, kexInit()]));
  const offered = await payload(MESSAGE.kexInit);
  const opening = offered === undefined ? null : kexDhInit(offered);
  if (opening !== null) say(opening);
  const reply = opening === null ? undefined : await payload(MESSAGE.kexDhReply);
  say(disconnect());
  return reply === undefined ? null : hostKeyOf(reply);
};
