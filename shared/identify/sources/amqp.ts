import type { TcpSource } from '#shared/identify/source.ts';

/** AMQP 0-9-1. */
const PROTOCOL_HEADER = Buffer.from('AMQP\0\0\x09\x01', 'latin1');
const FRAME_OVERHEAD = 8;

const isWhole = (heard: Buffer): boolean =>
  heard.length >= 8 && (heard[0] !== 1 || heard.length >= heard.readUInt32BE(3) + FRAME_OVERHEAD);
/** A method frame on channel 0: connection.start. */
const isStart = (text: string): boolean => /^\x01\0\0[\s\S]{4}\0\x0a\0\x0a/.test(text);
/** A long string of the server's properties: name, S, length, text. */
const propertyOf = (text: string, name: string): string | undefined => {
  const at = text.indexOf(`${String.fromCharCode(name.length)}${name}S`);
  if (at < 0) return undefined;
  const from = at + 1 + name.length + 1 + 4;
  return text.slice(from, from + text.charCodeAt(from - 1));
};

/** Opens, hears who the server says it is, and leaves before anybody would log in. */
export const amqp: TcpSource = {
  transport: 'tcp',
  name: 'amqp',
  ports: [5672],
  look: async (conversation) => {
    conversation.say(PROTOCOL_HEADER);
    const text = (await conversation.hear(isWhole)).toString('latin1');
    if (text.startsWith('AMQP')) return { service: 'amqp' };
    if (!isStart(text)) return {};
    const product = propertyOf(text, 'product');
    const version = propertyOf(text, 'version');
    return { service: 'amqp', ...(product && { product }), ...(version && { version }) };
  },
};
