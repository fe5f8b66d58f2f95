import { memcachedVersion, sipOptions, ssdpSearch } from '#shared/engine/payloads/text.ts';
import { ownReplies } from '#shared/identify/rules/replies.ts';
import { readBy } from '#shared/identify/rules/rule.ts';
import type { UdpSource } from '#shared/identify/source.ts';

/** Servers that answer in text; what stands before it is left out. */
const answeringInText = (
  name: string,
  ports: readonly number[],
  question: readonly number[],
  headerBytes = 0,
): UdpSource => ({
  transport: 'udp',
  name,
  ports,
  question: Buffer.from(question),
  read: (answer) => {
    const text = answer.toString('latin1', headerBytes);
    const told = readBy(ownReplies, text);
    return told && { ...told, banner: text };
  },
});

const MEMCACHED_HEADER_BYTES = 8;

export const sipOverUdp = answeringInText('sip-over-udp', [5060], sipOptions);
export const ssdp = answeringInText('ssdp', [1900], ssdpSearch);
export const memcachedOverUdp = answeringInText(
  'memcached-over-udp',
  [11_211],
  memcachedVersion,
  MEMCACHED_HEADER_BYTES,
);
