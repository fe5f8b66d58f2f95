import type { TcpSource } from '#shared/identify/source.ts';

const HEADER_BYTES = 9;
/** OPTIONS of protocol version 4: no flags, stream 0, opcode 5, no body. */
const QUESTION = Buffer.from([4, 0, 0, 0, 5, 0, 0, 0, 0]);
/** SUPPORTED, which is what OPTIONS is answered with. */
const SUPPORTED = 6;

export const cassandra: TcpSource = {
  transport: 'tcp',
  name: 'cassandra',
  ports: [9042],
  look: async (conversation) => {
    conversation.say(QUESTION);
    const heard = await conversation.hear(
      (all) => all.length >= HEADER_BYTES && all.length >= HEADER_BYTES + all.readUInt32BE(5),
    );
    const isAnswer = heard.length >= HEADER_BYTES && heard[0] === 0x84 && heard[4] === SUPPORTED;
    return isAnswer ? { service: 'cassandra', product: 'Apache Cassandra' } : {};
  },
};
