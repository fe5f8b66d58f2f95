import { parseAddress } from '#shared/domain/address.ts';
import { contains, networkOf, parseCidr } from '#shared/domain/network.ts';

export type Found = { readonly open: readonly string[]; readonly everything: readonly string[] };
export type Recall = { readonly there: number; readonly missed: number; readonly false: number };

/** Open ports of the truth against those found; all of a network that answers everything are found by that one finding. */
export const recallOf = (truth: readonly string[], { open, everything }: Found): Recall => {
  const found = new Set(open);
  const there = new Set(truth);
  const networks = everything.map(parseCidr).filter((network) => network !== null);
  const isCovered = (place: string): boolean => {
    const address = parseAddress(place.slice(0, place.lastIndexOf(':')));
    if (!address) return false;
    const single = networkOf(address, address.family === 4 ? 32 : 128);
    return networks.some((network) => contains(network, single));
  };
  const missed = truth.filter((place) => !found.has(place) && !isCovered(place)).length;
  return { there: there.size, missed, false: open.filter((place) => !there.has(place)).length };
};

/** Several sweeps as one, in percent of what was there. */
export const recallWords = (all: readonly Recall[]): string => {
  const sum = (of: keyof Recall): number => all.reduce((total, one) => total + one[of], 0);
  const share = 100 * (1 - sum('missed') / Math.max(1, sum('there')));
  return `${share.toFixed(2)} % of ${sum('there')}; ${sum('false')} false`;
};
