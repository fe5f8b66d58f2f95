import { createHash } from 'node:crypto';
import type { HttpIdentity, PortIdentity } from '#shared/domain/identity.ts';
import {
  bodyLength,
  contentOf,
  type HttpReply,
  isWhole,
  readReply,
} from '#shared/identify/http-reply.ts';
import { httpRules } from '#shared/identify/rules/http.ts';
import { replies } from '#shared/identify/rules/replies.ts';
import { readBy } from '#shared/identify/rules/rule.ts';
import type { Conversation, TcpSource } from '#shared/identify/source.ts';

/** A page and its icon may come to so much; of the page no more than the first 4 KiB are looked at. */
const MOST_BYTES = 65_536;
const PAGE_BYTES = 4096;
const TITLE = /<title[^>]{0,100}>(?<title>[^<]{1,300})/i;

const hostOf = ({ address, port }: Conversation): string =>
  `${address.includes(':') ? `[${address}]` : address}:${port}`;

const requestFor = (path: string, conversation: Conversation): string =>
  [
    `GET ${path} HTTP/1.1`,
    `Host: ${hostOf(conversation)}`,
    'User-Agent: Netsweep',
    'Accept: */*',
    'Accept-Encoding: identity',
    'Connection: keep-alive',
    '\r\n',
  ].join('\r\n');

/** Whether the connection can be asked once more: the answer was heard whole and the server keeps it open. */
const staysOpen = (heard: Buffer, { headers }: HttpReply): boolean =>
  isWhole(heard) &&
  heard.toString('latin1', 0, 8) === 'HTTP/1.1' &&
  !/\bclose\b/i.test(headers.get('connection') ?? '');

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

/** A page in place of an icon is what many servers give for any path. */
const isIcon = ({ status, headers }: HttpReply): boolean =>
  status === 200 && !/\bhtml\b/i.test(headers.get('content-type') ?? '');

const askForIcon = async (conversation: Conversation): Promise<string | undefined> => {
  const before = conversation.heard().length;
  conversation.say(requestFor('/favicon.ico', conversation));
  const heard = await conversation.hear((all) => isWhole(all.subarray(before)));
  const reply = readReply(heard.subarray(before));
  const content = reply && isIcon(reply) ? contentOf(reply) : null;
  return content && content.length > 0 ? sha256(content) : undefined;
};

/** A page that fits is heard to its end, so that the icon can be asked for behind it. */
const hearPage = async (conversation: Conversation): Promise<Buffer> => {
  const heard = await conversation.hear(isWhole);
  const reply = readReply(heard);
  if (reply === null) return heard;
  const length = bodyLength(reply);
  if (length !== null && length > MOST_BYTES / 2) return heard;
  conversation.allow(MOST_BYTES);
  return conversation.hear(isWhole);
};

const present = (text: string | undefined): string | undefined => text?.trim() || undefined;

const factsOf = ({ status, headers, body }: HttpReply, icon?: string): HttpIdentity => {
  const title = TITLE.exec(body.toString('latin1', 0, PAGE_BYTES))?.groups?.title;
  const facts = {
    server: present(headers.get('server')),
    title: present(title?.replaceAll(/\s+/g, ' ')),
    location: present(headers.get('location')),
    favicon_sha256: icon,
  };
  const known = Object.entries(facts).filter(([, value]) => value !== undefined);
  return { status, ...Object.fromEntries(known) };
};

const textOf = (heard: Buffer): string => heard.toString('latin1', 0, PAGE_BYTES);

const look = async (conversation: Conversation): Promise<PortIdentity> => {
  conversation.say(requestFor('/', conversation));
  const heard = await hearPage(conversation);
  const reply = readReply(heard);
  const told = readBy(replies, textOf(heard));
  if (reply === null || told?.service === 'https') return told ?? {};
  const icon = staysOpen(heard, reply) ? await askForIcon(conversation) : undefined;
  return {
    ...readBy(httpRules, textOf(heard)),
    banner: heard.toString('latin1', 0, reply.headBytes),
    http: factsOf(reply, icon),
  };
};

/** Asks for the front page, and on the same connection for its icon. Redirects are noted, not followed. */
export const http: TcpSource = {
  transport: 'tcp',
  name: 'http',
  ports: [
    80, 81, 591, 631, 2375, 2379, 3000, 4000, 4040, 5000, 5601, 5984, 5985, 7474, 8000, 8001, 8008,
    8080, 8081, 8082, 8086, 8088, 8090, 8096, 8123, 8181, 8200, 8500, 8880, 8888, 9000, 9090, 9091,
    9093, 9115, 9187, 9200, 9201, 9411, 10_255, 15_672, 16_686, 19_999, 32_400,
  ],
  look,
};
