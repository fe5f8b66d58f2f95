import { type Network, overlaps, sizeOf } from '#shared/domain/network.ts';

/** Pairs that one sweep can keep book of; a chunk has far fewer. */
const MOST_PAIRS = 2 ** 24;

/** Number of addresses of a slice. Throws RangeError when they have more pairs than one sweep can keep book of. */
export const addressesOf = (slice: Network, questions: number): number => {
  const addresses = sizeOf(slice);
  if (addresses * BigInt(questions) > MOST_PAIRS)
    throw new RangeError(`a sweep has at most ${MOST_PAIRS} pairs of address and port`);
  return Number(addresses);
};

/** One byte an address of the slice: 1 where an exclusion covers it. */
export const excludedIn = (slice: Network, exclude: readonly Network[]): Uint8Array => {
  const size = sizeOf(slice);
  const excluded = new Uint8Array(Number(size));
  for (const network of exclude.filter((candidate) => overlaps(slice, candidate))) {
    const from = network.first - slice.first;
    const to = from + sizeOf(network);
    excluded.fill(1, Number(from > 0n ? from : 0n), Number(to < size ? to : size));
  }
  return excluded;
};
