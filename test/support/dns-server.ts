import { type Answer, decode, encode } from 'dns-packet';
import { listenUdp } from '#test/support/udp-listener.ts';

type Zone = Readonly<Record<string, readonly Answer[]>>;

const NXDOMAIN = 3;
const AUTHORITATIVE = 0x400;

/** A name server on the loopback that knows a zone (`name TYPE` → records), and counts what it was asked. */
export const serveDns = async (zone: Zone, { isDeaf = false } = {}) => {
  const asked: string[] = [];
  const server = await listenUdp('127.0.0.1', (message) => {
    const { id = 0, questions = [] } = decode(message);
    const [question] = questions;
    const key = `${question?.name} ${question?.type}`;
    asked.push(key);
    if (isDeaf) return null;
    const answers = zone[key];
    const flags = AUTHORITATIVE | (answers ? 0 : NXDOMAIN);
    return encode({ type: 'response', id, flags, questions, answers: [...(answers ?? [])] });
  });
  return { at: `127.0.0.1:${server.port}`, asked, close: server.close };
};
