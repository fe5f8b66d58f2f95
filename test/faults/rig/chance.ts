import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Chance that can be played again: the same seed says the same things in the same order. */
export const chanceFrom = (seed: number) => {
  const generator = xoroshiro128plus(seed);
  const below = (limit: number): number => uniformInt(generator, 0, limit - 1);
  return {
    /** A whole number of at least 0, below `limit`. */
    below,
    /** True with that probability. */
    happens: (probability: number): boolean => uniformFloat64(generator) < probability,
    pick: <T>(all: readonly [T, ...T[]]): T => all[below(all.length)] ?? all[0],
  };
};

export type Chance = ReturnType<typeof chanceFrom>;
