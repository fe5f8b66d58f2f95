import type { TcpSource } from '#shared/identify/source.ts';

/** TPKT, an X.224 connection request and an RDP negotiation request for TLS, with or without CredSSP (MS-RDPBCGR §2.2.1.1). */
const REQUEST = Buffer.from('030000130ee000000000000100080003000000', 'hex');
const ANSWER_BYTES = 19;
const STANDARD_SECURITY = 0;

const isConfirm = (heard: Buffer): boolean =>
  heard.length >= 11 && heard[0] === 3 && heard[5] === 0xd0;
/** The protocol that was chosen; none where the server negotiates nothing. */
const protocolOf = (heard: Buffer): number =>
  heard.length >= ANSWER_BYTES && heard[11] === 2 ? heard.readUInt32LE(15) : STANDARD_SECURITY;

/** Negotiates up to the certificate, in which many a computer has its name. Nobody logs in. */
export const rdp: TcpSource = {
  transport: 'tcp',
  name: 'rdp',
  ports: [3389],
  look: async (conversation) => {
    conversation.say(REQUEST);
    const heard = await conversation.hear(
      (all) => all.length >= 4 && all.length >= all.readUInt16BE(2),
    );
    if (!isConfirm(heard)) return {};
    const known = { service: 'rdp', banner: heard.toString('latin1') };
    const tls = protocolOf(heard) === STANDARD_SECURITY ? null : await conversation.secure();
    return { ...known, ...(tls && { tls }) };
  },
};
