import type { TcpSource } from '#shared/identify/source.ts';

/** BSON: `name` with an int32, and with a string. */
const int32 = (name: string, value: number): Buffer =>
  Buffer.from([0x10, ...Buffer.from(`${name}\0`), value, 0, 0, 0]);
const text = (name: string, value: string): Buffer =>
  Buffer.from([
    0x02,
    ...Buffer.from(`${name}\0`),
    value.length + 1,
    0,
    0,
    0,
    ...Buffer.from(`${value}\0`),
  ]);

const withLength = (body: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32LE(body.length + 4);
  return Buffer.concat([length, body]);
};

/** `{ buildInfo: 1, $db: 'admin' }`, which anybody may ask, as an OP_MSG (2013) of one section. */
const document = withLength(
  Buffer.concat([int32('buildInfo', 1), text('$db', 'admin'), Buffer.from([0])]),
);
const QUESTION = withLength(
  Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, 0, 0xdd, 0x07, 0, 0, 0, 0, 0, 0, 0]), document]),
);

const isReply = (heard: Buffer): boolean =>
  heard.length >= 16 && heard.readUInt32LE(8) === 1 && heard.readUInt32LE(12) === 2013;
const isWhole = (heard: Buffer): boolean =>
  heard.length >= 4 && heard.length >= heard.readUInt32LE(0);
/** A string: kind 2, name, length, text. */
const VERSION = /\x02version\0[\s\S]{4}(?<version>\d[\w.+-]{0,40})\0/;

export const mongodb: TcpSource = {
  transport: 'tcp',
  name: 'mongodb',
  ports: [27_017, 27_018, 27_019],
  look: async (conversation) => {
    conversation.say(QUESTION);
    const heard = await conversation.hear(isWhole);
    if (!isReply(heard)) return {};
    const version = VERSION.exec(heard.toString('latin1'))?.groups?.version;
    return { service: 'mongodb', product: 'MongoDB', ...(version && { version }) };
  },
};
