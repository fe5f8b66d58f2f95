import type { TcpSource } from '#shared/identify/source.ts';

const DIALECTS = [0x0202, 0x0210, 0x0300, 0x0302];
const HEADER_BYTES = 64;
const NETBIOS_BYTES = 4;

/** SMB2 NEGOTIATE (MS-SMB2 §2.2.3) behind a NetBIOS session header. */
const question = (): Buffer => {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('\xfeSMB', 0, 'latin1');
  header.writeUInt16LE(HEADER_BYTES, 4);
  header.writeUInt16LE(1, 14); // One credit.
  const body = Buffer.alloc(36 + 2 * DIALECTS.length);
  body.writeUInt16LE(36, 0);
  body.writeUInt16LE(DIALECTS.length, 2);
  body.writeUInt16LE(1, 4); // Signing can be had.
  DIALECTS.forEach((dialect, at) => {
    body.writeUInt16LE(dialect, 36 + 2 * at);
  });
  const length = Buffer.alloc(NETBIOS_BYTES);
  length.writeUInt32BE(header.length + body.length);
  return Buffer.concat([length, header, body]);
};
const QUESTION = question();

const isWhole = (heard: Buffer): boolean =>
  heard.length >= NETBIOS_BYTES && heard.length >= NETBIOS_BYTES + heard.readUIntBE(1, 3);
const isAnswer = (heard: Buffer): boolean =>
  heard.length >= NETBIOS_BYTES + HEADER_BYTES + 6 &&
  heard.toString('latin1', NETBIOS_BYTES, NETBIOS_BYTES + 4) === '\xfeSMB';

/** 0x0302 → 3.0.2, 0x0210 → 2.1 */
const dialectOf = (heard: Buffer): string => {
  const dialect = heard.readUInt16LE(NETBIOS_BYTES + HEADER_BYTES + 4);
  const [minor, patch] = [(dialect >> 4) & 15, dialect & 15];
  return [dialect >> 8, minor, ...(patch > 0 ? [patch] : [])].join('.');
};

/** Negotiates a dialect, the highest that needs no context, and opens no session. */
export const smb: TcpSource = {
  transport: 'tcp',
  name: 'smb',
  ports: [445],
  look: async (conversation) => {
    conversation.say(QUESTION);
    const heard = await conversation.hear(isWhole);
    if (!isAnswer(heard)) return {};
    return { service: 'smb', product: `SMB ${dialectOf(heard)}` };
  },
};
