import { replies } from '#shared/identify/rules/replies.ts';
import { readBy } from '#shared/identify/rules/rule.ts';
import type { TcpSource } from '#shared/identify/source.ts';

const isRefused = (text: string): boolean => /^-[A-Z]+ [^\r\n]*\r\n/.test(text);
/** PING's answer and INFO's: a bulk string, or an error in its place. */
const isAnswered = (text: string): boolean =>
  /^\+PONG\r\n(?:-[^\r\n]*\r\n|\$[\s\S]*_version:[\d.]+\r\n)/.test(text);

/** Redis and its kin: PING, and the part of INFO that names the server. Neither changes anything. */
export const redis: TcpSource = {
  transport: 'tcp',
  name: 'redis',
  ports: [6379, 6378, 7000, 7001, 16_379, 26_379],
  look: async (conversation) => {
    conversation.say('PING\r\nINFO server\r\n');
    const heard = await conversation.hear((all) => {
      const text = all.toString('latin1');
      return isRefused(text) || isAnswered(text);
    });
    return readBy(replies, heard.toString('latin1')) ?? {};
  },
};
