import type { PortIdentity } from '#shared/domain/identity.ts';
import { readBy } from '#shared/identify/rules/rule.ts';
import { sshRules } from '#shared/identify/rules/ssh.ts';
import type { Conversation, TcpSource } from '#shared/identify/source.ts';
import { askHostKey, fingerprintOf } from '#shared/identify/ssh/host-key.ts';

/** Other lines may come before it (RFC 4253 §4.2). */
const IDENTIFICATION = /^(?:(?!SSH-)[^\n]*\n)*(SSH-[^\r\n]*)\r?\n/;
/** Protocol 1.99 speaks 2.0 too (RFC 4253 §5.1). */
const SPEAKS_SSH2 = /^SSH-(?:2\.0|1\.99)-/;

const identificationIn = (heard: Buffer) => IDENTIFICATION.exec(heard.toString('latin1'));

const look = async (conversation: Conversation): Promise<PortIdentity> => {
  const heard = await conversation.hear((bytes) => identificationIn(bytes) !== null);
  const [before = '', banner = ''] = identificationIn(heard) ?? [];
  // Whoever has not said so is not spoken to in SSH.
  if (!SPEAKS_SSH2.test(banner)) return banner === '' ? {} : { service: 'ssh', banner };
  const hostKey = await askHostKey(conversation, before.length);
  const software = readBy(sshRules, banner) ?? { service: 'ssh' };
  return { ...software, banner, ...(hostKey && { ssh: { fingerprint: fingerprintOf(hostKey) } }) };
};

/** The server's identification and its host key, in one connection that ends before anybody is authenticated. */
export const ssh: TcpSource = {
  transport: 'tcp',
  name: 'ssh',
  ports: [22, 2222],
  listens: true,
  greeting: /^SSH-/,
  look,
};
