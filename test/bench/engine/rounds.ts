/** Numbers of one contender or ratio, a round each. */
export type Samples = readonly number[];

export const median = (samples: Samples): number => {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
};

/** `1.07 (1.02–1.15)`: the median and the spread, since a median alone hides what a shared machine does to it. */
export const spread = (samples: Samples, digits = 2): string => {
  const [least, most] = [Math.min(...samples), Math.max(...samples)];
  return `${median(samples).toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`;
};

/** Runs something so many times, one after the other: what a round compares shares the state of the machine. */
export const rounds = async <T>(count: number, round: (no: number) => Promise<T>): Promise<T[]> => {
  const results: T[] = [];
  for (let no = 0; no < count; no++) results.push(await round(no));
  return results;
};
