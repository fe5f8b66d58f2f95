export type Measure = {
  readonly what: string;
  readonly unit: string;
  readonly goal: string;
  readonly samples: readonly number[];
};

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;

const row = ({ what, unit, goal, samples }: Measure): string => {
  const sorted = samples.toSorted((a, b) => a - b);
  const cells = [0, 0.5, 0.9, 1].map((share) => at(sorted, share).toFixed(1));
  return `| ${what} | ${unit} | ${goal} | ${cells.join(' | ')} | ${samples.length} |`;
};

/** A Markdown table with the spread: a median alone hides what a shared machine does to it. */
export const printTable = (measures: readonly Measure[]): void => {
  console.log('| what | unit | goal | min | median | p90 | max | rounds |');
  console.log('|---|---|---|---|---|---|---|---|');
  for (const measure of measures) console.log(row(measure));
};
