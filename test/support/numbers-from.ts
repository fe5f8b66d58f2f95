/** Numbers in [0, 1) that look random and are the same each time (xorshift32). */
export const numbersFrom = (seed: number): (() => number) => {
  let state = (seed | 0) ^ 0x2545f491 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
};
