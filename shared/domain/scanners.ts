import { PLANNED_TRIES } from './chunk.ts';

/** A scanner is given 300 s, some of them to write down what it found. */
const LONGEST_CHUNK_SECONDS = 240;

export type Pace = {
  /** Probes per second of the whole run. */
  readonly rate: number;
  /** (address, port) pairs of one chunk. */
  readonly pairsPerChunk: number;
};

/**
 * How many scanners may share a run's rate: no more than `most`, and so few that the slowest chunk, with every pair
 * silent, still ends in time. A low rate makes one scanner do; planning sees to it that one always can.
 */
export const scannersFor = ({ rate, pairsPerChunk }: Pace, most: number): number => {
  const secondsAlone = (PLANNED_TRIES * Math.max(1, pairsPerChunk)) / rate;
  return Math.max(1, Math.min(most, Math.floor(LONGEST_CHUNK_SECONDS / secondsAlone)));
};
