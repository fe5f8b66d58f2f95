import type { Discovery } from './engine.ts';
import { LIKELY_TCP_PORTS } from './likely-ports.ts';
import { QUESTION, type Question } from './question.ts';
import { hasPayload } from './udp-payloads.ts';

/** `auto` asks everything at once up to this many ports. */
const THOROUGH_UP_TO = 16;

/** How many of the asked ports show well enough whether a host is there: a fifth of a short list, 8 to 12 of a long one. */
const fewOf = (asked: number): number =>
  asked <= THOROUGH_UP_TO
    ? Math.max(2, Math.ceil(asked / 5))
    : Math.min(12, Math.max(8, Math.ceil(asked / 8)));

const isStaged = (discovery: Discovery, asked: number): boolean =>
  discovery === 'fast' || (discovery === 'auto' && asked > THOROUGH_UP_TO);

/**
 * The questions put to every address; the others are put to those that answered. All of them when discovery is
 * thorough, else the likeliest asked TCP ports and every asked UDP port whose service can be made to speak.
 */
export const firstQuestions = (
  asked: readonly Question[],
  discovery: Discovery,
): ReadonlySet<Question> => {
  if (!isStaged(discovery, asked.length)) return new Set(asked);
  const sweep = asked.filter(({ kind, port }) => kind === QUESTION.udp && hasPayload(port));
  return new Set([...likeliest(asked).slice(0, fewOf(asked.length)), ...sweep]);
};

/** TCP before UDP, known ports by rank before the others in the order they were asked. */
const likeliest = (asked: readonly Question[]): Question[] => {
  const rank = new Map(LIKELY_TCP_PORTS.map((port, i) => [port, i]));
  const unranked = LIKELY_TCP_PORTS.length;
  const rankOf = ({ port, kind }: Question): number =>
    kind === QUESTION.tcp ? (rank.get(port) ?? unranked) : unranked + 1;
  return asked.toSorted((a, b) => rankOf(a) - rankOf(b));
};
