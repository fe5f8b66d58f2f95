import { greetings } from '#shared/identify/rules/greetings.ts';
import { readBy } from '#shared/identify/rules/rule.ts';
import type { TcpSource } from '#shared/identify/source.ts';

/** Whoever speaks first and needs no answer; where nobody says anything, nothing is said. */
export const greeting: TcpSource = {
  transport: 'tcp',
  name: 'greeting',
  ports: [
    21, 22, 23, 25, 106, 110, 119, 143, 220, 513, 514, 587, 873, 902, 903, 1025, 2121, 2222, 2323,
    2525, 2601, 2628, 3306, 3307, 3690, 4190, 4222, 4559, 5038, 5900, 5901, 5902, 5903, 6556, 6600,
    6667, 10_011, 33_060,
  ],
  listens: true,
  greeting: /^[\s\S]/,
  look: async (conversation) => readBy(greetings, conversation.heard().toString('latin1')) ?? {},
};
