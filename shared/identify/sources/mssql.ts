import type { TcpSource } from '#shared/identify/source.ts';

const HEADER_BYTES = 8;
const PRELOGIN = 0x12;
const REPLY = 0x04;

/** PRELOGIN (MS-TDS §2.2.6.5): VERSION and ENCRYPTION ("not supported"), each told by place and length. */
const QUESTION = Buffer.from([
  ...[PRELOGIN, 1, 0, 26, 0, 0, 1, 0],
  ...[0, 0, 11, 0, 6],
  ...[1, 0, 17, 0, 1],
  0xff,
  ...[0, 0, 0, 0, 0, 0],
  2,
]);

const isWhole = (heard: Buffer): boolean =>
  heard.length >= HEADER_BYTES && heard.length >= heard.readUInt16BE(2);

/** The first option of an answer is the server's version: major, minor, build. */
const versionIn = (heard: Buffer): string | null => {
  if (heard.length < HEADER_BYTES + 5 || heard[0] !== REPLY || heard[HEADER_BYTES] !== 0)
    return null;
  const at = HEADER_BYTES + heard.readUInt16BE(HEADER_BYTES + 1);
  if (at + 4 > heard.length) return null;
  return `${heard[at]}.${heard[at + 1]}.${heard.readUInt16BE(at + 2)}`;
};

/** Asks for the version that precedes a login, and does not log in. */
export const mssql: TcpSource = {
  transport: 'tcp',
  name: 'mssql',
  ports: [1433],
  look: async (conversation) => {
    conversation.say(QUESTION);
    const version = versionIn(await conversation.hear(isWhole));
    return version === null ? {} : { service: 'ms-sql', product: 'Microsoft SQL Server', version };
  },
};
