import type { Browser } from 'playwright-core';
import type { Filled } from './fill-network.ts';

/** What is measured: a browser, and a stack with a network that was probed. */
export type Place = Filled & {
  readonly browser: Browser;
  readonly api: string;
  readonly token: string;
};

const sorted = (samples: readonly number[]): number[] => samples.toSorted((a, b) => a - b);

/** `median (max) of n`, in milliseconds. */
export const spread = (samples: readonly number[]): string => {
  const all = sorted(samples);
  const middle = all[Math.floor(all.length / 2)] ?? Number.NaN;
  return `${Math.round(middle)} ms (at most ${Math.round(all.at(-1) ?? Number.NaN)} of ${all.length})`;
};
