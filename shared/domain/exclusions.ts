import { DomainError } from './errors.ts';
import { collectFailures } from './failures.ts';
import { formatNetwork, type Network, parseCidr } from './network.ts';
import { type NetworkIndex, networkIndex } from './network-index.ts';

/**
 * Gives each network what is excluded inside it, in canonical form and without repeats. Throws `validation-error`
 * (pointers below /options/exclude) when something lies in none of them.
 */
export const exclusionsIn = (
  networks: readonly Network[],
  exclude: readonly string[],
): Map<Network, string[]> => {
  const index = networkIndex(networks);
  const failures = collectFailures();
  const pairs = exclude.flatMap(
    (text, i) => failures.attempt(`/options/exclude/${i}`, () => placesOf(text, index)) ?? [],
  );
  failures.throwAny();
  const excluded = new Map(networks.map((network) => [network, new Set<string>()]));
  for (const { outer, text } of pairs) excluded.get(outer)?.add(text);
  return new Map([...excluded].map(([network, texts]) => [network, [...texts]]));
};

const placesOf = (text: string, index: NetworkIndex): { outer: Network; text: string }[] => {
  const inner = parseCidr(text);
  const outers = inner ? index.holding(inner) : [];
  if (inner && outers.length > 0)
    return outers.map((outer) => ({ outer, text: formatNetwork(inner) }));
  throw new DomainError('validation-error', 'What is excluded must lie inside the networks.', {
    errors: [{ pointer: '', code: 'outside-the-networks' }],
  });
};
