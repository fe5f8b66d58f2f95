import { addressBits } from './address.ts';
import type { Network } from './network.ts';

/** The most one scanner invocation is given; a single address may need more probes than this. */
export const CHUNK_LIMITS = { addresses: 4096, probes: 65_536 } as const;
/** Tries that silence costs; what a plan reckons with. */
export const PLANNED_TRIES = 2;
const MAX_CHUNK_SECONDS = 200;
/** For progress and parallelism a run has this many chunks, unless that leaves a chunk less than it is worth starting for. */
const WANTED_CHUNKS = 16;
const WORTHWHILE_PROBES = 1024;

export type RunShape = {
  readonly network: Network;
  readonly probesPerAddress: number;
  /** Probes per second for the whole run, and to one address (null: no cap of its own). */
  readonly rate: number;
  readonly ratePerHost: number | null;
};

export type ChunkPlan = {
  /** Prefix length of each slice. */
  readonly prefix: number;
  /** Number of chunks; exact, being a power of two. */
  readonly total: number;
  readonly addressesPerChunk: number;
};

/** Slices a network into equal chunks, by arithmetic: no list is made, whatever the size. */
export const planChunks = (shape: RunShape): ChunkPlan => {
  const { family, prefix } = shape.network;
  const bits = addressBits(family) - prefix;
  const fitting = (b: number) => b === 0 || fits(2 ** b, shape);
  let chunkBits = Math.min(bits, Math.log2(CHUNK_LIMITS.addresses));
  while (!fitting(chunkBits)) chunkBits -= 1;
  while (worthHalving(chunkBits, bits, shape.probesPerAddress)) chunkBits -= 1;
  return {
    prefix: addressBits(family) - chunkBits,
    total: 2 ** (bits - chunkBits),
    addressesPerChunk: 2 ** chunkBits,
  };
};

const fits = (addresses: number, { probesPerAddress, rate, ratePerHost }: RunShape): boolean => {
  const probes = addresses * probesPerAddress;
  const pace = Math.min(rate, (ratePerHost ?? Number.POSITIVE_INFINITY) * addresses);
  return probes <= CHUNK_LIMITS.probes && (PLANNED_TRIES * probes) / pace <= MAX_CHUNK_SECONDS;
};

const worthHalving = (chunkBits: number, bits: number, probesPerAddress: number): boolean =>
  chunkBits > 0 &&
  2 ** (bits - chunkBits) < WANTED_CHUNKS &&
  2 ** (chunkBits - 1) * probesPerAddress >= WORTHWHILE_PROBES;

/** The slice of a chunk (0 is the first) of a network sliced at a prefix length. Throws RangeError outside. */
export const sliceAt = (network: Network, prefix: number, chunkNo: number): Network => {
  const inside = prefix >= network.prefix && prefix <= addressBits(network.family);
  const total = 2 ** (prefix - network.prefix);
  if (!inside || !Number.isSafeInteger(chunkNo) || chunkNo < 0 || chunkNo >= total)
    throw new RangeError('no such chunk');
  const slice = BigInt(addressBits(network.family) - prefix);
  return { family: network.family, first: network.first + (BigInt(chunkNo) << slice), prefix };
};
