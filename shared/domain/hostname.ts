import { parseAddress } from './address.ts';
import { type HostName, NAME_SOURCES } from './identity.ts';

/** Longest name of the DNS, without its last dot. */
const LONGEST = 253;
/** What a system calls itself that nobody has named. */
const UNNAMED =
  /^(?:localhost(?:\..*)?|localhost\d?|\(none\)|unknown|none|null|default|noname|[-_. ]*)$/i;
const ESCAPED = /\\x[0-9a-f]{2}/;

const numbersIn = (text: string): string[] => text.match(/\d+/g) ?? [];

/** `host-10-2-3-4.example.net` and `4.3.2.10.dyn.example.net` say no more than the address itself. */
const isMadeFrom = (name: string, address: string): boolean => {
  const octets = address.split('.');
  if (octets.length !== 4) return false;
  const numbers = `.${numbersIn(name).join('.')}.`;
  return [octets, octets.toReversed()].some((order) => numbers.includes(`.${order.join('.')}.`));
};

/** Names somebody, as far as one can see. */
const isTelling = ({ name }: HostName): boolean =>
  name.length <= LONGEST &&
  !UNNAMED.test(name) &&
  !ESCAPED.test(name) &&
  parseAddress(name) === null;

const rankOf = ({ source }: HostName): number => NAME_SOURCES.indexOf(source);

/**
 * What to call a host: of all its names the one from the most telling source (the order of NAME_SOURCES). A name that
 * is made from the address comes after every other; names that name nobody, and those with bytes that had to be
 * escaped, are kept with the rest but never chosen. Null where none is left.
 */
export const hostnameOf = (names: readonly HostName[], address: string): string | null => {
  const telling = names.filter(isTelling).toSorted((a, b) => rankOf(a) - rankOf(b));
  const chosen = telling.find(({ name }) => !isMadeFrom(name, address)) ?? telling[0];
  return chosen?.name ?? null;
};
