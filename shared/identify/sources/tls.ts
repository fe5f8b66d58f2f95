import type { PortIdentity } from '#shared/domain/identity.ts';
import { hearGreeting } from '#shared/identify/hear-greeting.ts';
import { greetings } from '#shared/identify/rules/greetings.ts';
import { readBy } from '#shared/identify/rules/rule.ts';
import type { Conversation, TcpSource } from '#shared/identify/source.ts';
import { amqp } from './amqp.ts';
import { http } from './http.ts';
import { ldap } from './ldap.ts';
import { mqtt } from './mqtt.ts';
import { redis } from './redis.ts';

/** What a protocol is called inside TLS, where it has a name of its own. */
const SECURE_NAMES: Readonly<Record<string, string>> = {
  http: 'https',
  smtp: 'smtps',
  imap: 'imaps',
  pop3: 'pop3s',
  ftp: 'ftps',
  ldap: 'ldaps',
  amqp: 'amqps',
  mqtt: 'mqtts',
  irc: 'ircs',
  nntp: 'nntps',
};

type Look = TcpSource['look'];

const greet: Look = async (conversation) => {
  const greeting = await hearGreeting(conversation);
  return readBy(greetings, greeting) ?? {};
};
const nothing: Look = async () => ({});

/** Which of them is asked inside TLS; at all other ports it is HTTP. */
const inside: ReadonlyMap<number, Look> = new Map<number, Look>([
  ...[465, 563, 989, 990, 992, 993, 995, 6697].map((port) => [port, greet] as const),
  [636, ldap.look],
  [3269, ldap.look],
  [853, nothing],
  [5061, nothing],
  [5671, amqp.look],
  [6380, redis.look],
  [8883, mqtt.look],
]);

const look = async (conversation: Conversation): Promise<PortIdentity> => {
  const tls = await conversation.secure(['http/1.1']);
  if (tls === null) return {};
  const told = await (inside.get(conversation.port) ?? http.look)(conversation);
  const { service } = told;
  return { ...told, ...(service && { service: SECURE_NAMES[service] ?? service }), tls };
};

/** Shakes hands, and asks inside of it what the port is for. */
export const tls: TcpSource = {
  transport: 'tcp',
  name: 'tls',
  ports: [
    443,
    2376,
    4433,
    4443,
    5001,
    5986,
    6443,
    7443,
    8006,
    8243,
    8443,
    8834,
    9443,
    10_000,
    10_250,
    10_257,
    10_259,
    10_443,
    16_993,
    18_091,
    ...inside.keys(),
  ],
  look,
};
