import type { TcpSource } from '#shared/identify/source.ts';

/** SSLRequest: length 8, code 80877103. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);
const KNOWN = { service: 'postgresql', product: 'PostgreSQL' } as const;

/** Asks whether it speaks TLS, and shakes hands where it does. Its version it tells nobody who has not logged in. */
export const postgresql: TcpSource = {
  transport: 'tcp',
  name: 'postgresql',
  ports: [5432, 5433, 5434, 6432],
  look: async (conversation) => {
    conversation.say(SSL_REQUEST);
    const answer = (await conversation.hear((all) => all.length > 0)).toString('latin1');
    if (answer === 'N') return KNOWN;
    if (answer !== 'S') return {};
    const tls = await conversation.secure(['postgresql']);
    return tls ? { ...KNOWN, banner: answer, tls } : KNOWN;
  },
};
