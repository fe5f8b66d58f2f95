type Sample = { readonly judged: number; readonly atMs: number };

/** What happened longer ago says nothing of how fast it goes now. */
const WINDOW_MS = 5000;

const between = (from: Sample, to: Sample): number =>
  to.atMs > from.atMs ? (1000 * Math.max(to.judged - from.judged, 0)) / (to.atMs - from.atMs) : 0;

/**
 * Measures how many probes are judged a second, from how many are judged so far: over the last seconds, and over all
 * of the time once everything is judged.
 */
export const rateMeter = (now: () => number = () => performance.now()) => {
  const samples: Sample[] = [];
  let first: Sample | undefined;
  return (judged: number, isEnd: boolean): number => {
    const sample = { judged, atMs: now() };
    first ??= sample;
    samples.push(sample);
    while (samples.length > 2 && sample.atMs - (samples[1]?.atMs ?? 0) >= WINDOW_MS)
      samples.shift();
    return between(isEnd ? first : (samples[0] ?? sample), sample);
  };
};
