import { sipOptions } from '#shared/engine/payloads/text.ts';
import { replies } from '#shared/identify/rules/replies.ts';
import { readBy } from '#shared/identify/rules/rule.ts';
import type { TcpSource } from '#shared/identify/source.ts';

const lines = (...text: string[]): string => [...text, '', ''].join('\r\n');

/** One question in text, and the rules for what comes back once it `ends`. */
const askingInText = (
  name: string,
  ports: readonly number[],
  question: string,
  ends: RegExp,
): TcpSource => ({
  transport: 'tcp',
  name,
  ports,
  look: async (conversation) => {
    conversation.say(question);
    const heard = await conversation.hear((all) => ends.test(all.toString('latin1')));
    return readBy(replies, heard.toString('latin1')) ?? {};
  },
});

const HEAD_END = /\r\n\r\n/;

export const memcached = askingInText('memcached', [11_211], 'version\r\n', /\n/);

/** Its four-letter word for who are you. */
export const zookeeper = askingInText('zookeeper', [2181], 'srvr', /\n/);

/** OPTIONS of everything (RFC 2326 §10.1). */
export const rtsp = askingInText(
  'rtsp',
  [554, 8554],
  lines('OPTIONS * RTSP/1.0', 'CSeq: 1', 'User-Agent: Netsweep'),
  HEAD_END,
);

/** OPTIONS (RFC 3261 §11). */
export const sipOverTcp = askingInText(
  'sip-over-tcp',
  [5060],
  Buffer.from(sipOptions).toString('latin1').replace('SIP/2.0/UDP', 'SIP/2.0/TCP'),
  HEAD_END,
);

/** Opens a stream (RFC 6120 §4.2), and closes it with its own. */
export const xmpp = askingInText(
  'xmpp',
  [5222, 5269],
  "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>",
  /<stream:stream [^>]*>/,
);
