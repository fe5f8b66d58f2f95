import type { PortIdentity } from '#shared/domain/identity.ts';
import { dnsVersion } from '#shared/engine/payloads/dns.ts';
import { dnsRules } from './rules/dns.ts';
import { readBy } from './rules/rule.ts';

/** What is the version of this name server: RFC 4892's older brother, `version.bind` of class CHAOS. */
export const VERSION_QUESTION = Buffer.from(dnsVersion);

const HEADER_BYTES = 12;
/** Our question comes back in the answer, behind the header. */
const ECHOED = VERSION_QUESTION.subarray(HEADER_BYTES);
const IS_ANSWER = 0x80;
/** Name (a pointer, or written out), TXT, CHAOS, ttl, length; then the first string of the text. */
const TEXT =
  /(?:\xc0\x0c|\x07version\x04bind\0)\0\x10\0\x03[\s\S]{4}[\s\S]{2}(?<length>[\s\S])(?<rest>[\s\S]*)$/i;

const textIn = (answer: Buffer): string | undefined => {
  const records = answer.toString('latin1', HEADER_BYTES + ECHOED.length);
  const { length = '\0', rest = '' } = TEXT.exec(records)?.groups ?? {};
  return rest.slice(0, length.charCodeAt(0)) || undefined;
};

const isAnswer = (answer: Buffer): boolean =>
  answer.length >= HEADER_BYTES &&
  answer.readUInt16BE(0) === VERSION_QUESTION.readUInt16BE(0) &&
  ((answer[2] ?? 0) & IS_ANSWER) !== 0;

/** Null where it is no answer to our question. A server may well refuse to say: then it is a name server all the same. */
export const readVersionAnswer = (answer: Buffer): PortIdentity | null => {
  if (!isAnswer(answer)) return null;
  const text = textIn(answer);
  const told = text === undefined ? null : readBy(dnsRules, text);
  return { service: 'domain', ...told, banner: text ?? '' };
};
