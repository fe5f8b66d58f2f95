const ROUNDS = 4;
const GOLDEN = 0x9e3779b9;

/** A 32-bit mixer (the finalizer of MurmurHash3): every input bit moves every output bit. */
const mixed = (value: number): number => {
  let v = value | 0;
  v = Math.imul(v ^ (v >>> 16), 0x85ebca6b);
  v = Math.imul(v ^ (v >>> 13), 0xc2b2ae35);
  return v ^ (v >>> 16);
};

/**
 * Keyed bijections of [0, size), in constant memory: a Feistel network over the next even number of bits, walked until
 * it lands inside. It is for spreading, not for secrecy.
 */
export class Permutation {
  readonly #size: number;
  readonly #halfBits: number;
  readonly #mask: number;

  /** `size` from 1 to 2^30. */
  constructor(size: number) {
    if (!(Number.isInteger(size) && size >= 1 && size <= 2 ** 30))
      throw new RangeError('a permutation has 1 to 2^30 places');
    this.#size = size;
    this.#halfBits = Math.max(1, Math.ceil(Math.log2(size) / 2));
    this.#mask = 2 ** this.#halfBits - 1;
  }

  /** The place of `index` in the bijection of `key`. Fewer than 4 steps on average. */
  at(index: number, key: number): number {
    let value = index;
    do value = this.#step(value, key);
    while (value >= this.#size);
    return value;
  }

  #step(value: number, key: number): number {
    const mask = this.#mask;
    let left = value >>> this.#halfBits;
    let right = value & mask;
    for (let round = 1; round <= ROUNDS; round++) {
      const next = left ^ (mixed(right ^ key ^ Math.imul(round, GOLDEN)) & mask);
      left = right;
      right = next;
    }
    return left * (mask + 1) + right;
  }
}

/** A key of its own for each of many hosts. */
export const keyOf = (key: number, host: number): number => mixed(key + Math.imul(host, GOLDEN));
