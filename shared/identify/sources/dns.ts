import { readVersionAnswer, VERSION_QUESTION } from '#shared/identify/dns-version.ts';
import type { TcpSource, UdpSource } from '#shared/identify/source.ts';

const LENGTH_BYTES = 2;

const framed = (message: Buffer): Buffer => {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
};

export const dnsOverUdp: UdpSource = {
  transport: 'udp',
  name: 'dns-over-udp',
  ports: [53],
  question: VERSION_QUESTION,
  read: readVersionAnswer,
};

export const dnsOverTcp: TcpSource = {
  transport: 'tcp',
  name: 'dns-over-tcp',
  ports: [53],
  look: async (conversation) => {
    conversation.say(framed(VERSION_QUESTION));
    const heard = await conversation.hear(
      (all) => all.length >= LENGTH_BYTES && all.length >= LENGTH_BYTES + all.readUInt16BE(0),
    );
    return readVersionAnswer(heard.subarray(LENGTH_BYTES)) ?? {};
  },
};
