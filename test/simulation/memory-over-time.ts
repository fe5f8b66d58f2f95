const EVERY_MS = 5000;
const MIB = 2 ** 20;

const medianOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** The process's memory in the course of simulated time. */
export const memoryOverTime = () => {
  const samples: number[] = [];
  let lookedAt = 0;
  return {
    look: (now: number): void => {
      if (now - lookedAt < EVERY_MS) return;
      lookedAt = now;
      samples.push(process.memoryUsage.rss() / MIB);
    },
    /** MiB: the most there ever was, and the medians of the second and the last quarter. */
    summary: () => {
      const quarter = Math.max(1, Math.floor(samples.length / 4));
      return {
        peak: process.resourceUsage().maxRSS / 1024,
        early: medianOf(samples.slice(quarter, 2 * quarter)),
        late: medianOf(samples.slice(-quarter)),
      };
    },
  };
};
