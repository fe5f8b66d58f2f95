import { cidrsBetween, lastOf, type Network } from './network.ts';

/**
 * Networks of one family as slices that hold each address once: what overlaps or touches is joined, then cut so that
 * no slice is wider than /`widest`. Memory goes with the number of networks, not of addresses.
 */
export const mergeNetworks = (networks: readonly Network[], widest: number): Network[] => {
  const merged: { family: Network['family']; first: bigint; last: bigint }[] = [];
  for (const network of networks.toSorted((a, b) => (a.first < b.first ? -1 : 1))) {
    const before = merged.at(-1);
    const last = lastOf(network);
    if (!before || network.first > before.last + 1n) {
      merged.push({ family: network.family, first: network.first, last });
    } else if (last > before.last) {
      before.last = last;
    }
  }
  return merged.flatMap(({ family, first, last }) => cidrsBetween(family, first, last, widest));
};
