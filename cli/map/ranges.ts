import { lastOf, type Network } from '#shared/domain/network.ts';

/** Addresses from `first` to `last`, both included. */
export type Range = { readonly first: bigint; readonly last: bigint };

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);

export const rangeOf = (network: Network): Range => ({
  first: network.first,
  last: lastOf(network),
});

/** The same addresses as ranges that ascend and do not touch. */
export const merged = (ranges: readonly Range[]): Range[] => {
  const sorted = ranges.toSorted((a, b) => (a.first < b.first ? -1 : 1));
  const whole: Range[] = [];
  for (const range of sorted) {
    const before = whole.at(-1);
    if (before === undefined || range.first > before.last + 1n) whole.push(range);
    else whole.splice(-1, 1, { ...before, last: max(before.last, range.last) });
  }
  return whole;
};

/** What is left of a range where others are taken away; those ascend and do not touch. */
const rest = (range: Range, taken: readonly Range[]): Range[] => {
  const left: Range[] = [];
  let { first } = range;
  for (const { first: from, last: to } of taken) {
    if (to < first || from > range.last) continue;
    if (from > first) left.push({ first, last: from - 1n });
    first = to + 1n;
  }
  return first <= range.last ? [...left, { first, last: range.last }] : left;
};

/** The addresses of the first that are not in the second; both ascend and do not touch. */
export const without = (ranges: readonly Range[], taken: readonly Range[]): Range[] =>
  ranges.flatMap((range) => rest(range, taken));

/** How many addresses of a block are in the ranges; those do not touch. */
export const shared = (block: Range, ranges: readonly Range[]): number =>
  ranges.reduce((sum, { first, last }) => {
    const size = min(last, block.last) - max(first, block.first) + 1n;
    return size > 0n ? sum + Number(size) : sum;
  }, 0);
