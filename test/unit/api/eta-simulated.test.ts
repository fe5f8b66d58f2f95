import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { progressOf } from '#functions/api/run-progress.ts';
import { NOW, sampleRun } from '#test/support/samples.ts';

const PAIRS = 1000;
/** What a chunk takes in which nothing lives; where something does, up to four times as much. */
const SPARSE_SECONDS = 10;

/** A run as its scanners work it off, each with the next chunk as soon as it has none; none is begun in its pause. */
type Simulated = {
  readonly chunkSeconds: readonly number[];
  readonly scanners: number;
  readonly pause: { readonly at: number; readonly seconds: number };
};
type Span = { readonly begin: number; readonly end: number };

/** When each chunk begins and ends, in seconds from the start. */
const spansOf = ({ chunkSeconds, scanners, pause }: Simulated): Span[] => {
  const free = Array<number>(scanners).fill(0);
  const resumed = pause.at + pause.seconds;
  return chunkSeconds.map((seconds) => {
    const scanner = free.indexOf(Math.min(...free));
    const ready = free[scanner] ?? 0;
    const begin = ready >= pause.at && ready < resumed ? resumed : ready;
    free[scanner] = begin + seconds;
    return { begin, end: begin + seconds };
  });
};

/** What the run tells after some seconds; null, too, while it is paused. */
const etaAt = (spans: readonly Span[], { pause }: Simulated, second: number): number | null => {
  const share = ({ begin, end }: Span) =>
    Math.min(1, Math.max(0, (second - begin) / (end - begin)));
  const wasPaused = second >= pause.at + pause.seconds;
  const run = sampleRun({
    state: second >= pause.at && !wasPaused ? 'paused' : 'probing',
    probes: PAIRS * spans.length,
    judged: spans.reduce((sum, span) => sum + Math.floor(PAIRS * share(span)), 0),
    chunks: {
      total: spans.length,
      done: spans.filter(({ end }) => end <= second).length,
      failed: 0,
    },
    pausedSeconds: wasPaused ? pause.seconds : 0,
  });
  return progressOf(run, new Date(NOW.getTime() + second * 1000)).etaSeconds;
};

/** How far off the word is, as a part of the time that the run works; 0 where it says nothing. */
const errorAt = (run: Simulated, part: number): number => {
  const spans = spansOf(run);
  const end = Math.max(...spans.map((span) => span.end));
  const worked = end - run.pause.seconds;
  const second = part * worked < run.pause.at ? part * worked : part * worked + run.pause.seconds;
  const eta = etaAt(spans, run, second);
  // The rest of a pause that is still to come is not known to anybody.
  const truth = end - second - (second < run.pause.at ? run.pause.seconds : 0);
  return eta === null ? 0 : Math.abs(eta - truth) / worked;
};

/** One round of chunks, as a part of the whole: the last may have fewer than there are scanners, and a pause begins amid one. */
const roundOf = ({ chunkSeconds, scanners }: Simulated): number =>
  (Math.max(...chunkSeconds) * scanners) / chunkSeconds.reduce((sum, seconds) => sum + seconds, 0);

/** Runs of many chunks, of which so large a share hold something live. */
const runs = (
  live: fc.Arbitrary<number>,
  isLive: (place: number, live: number, from: number) => boolean,
) =>
  fc
    .record({
      total: fc.integer({ min: 256, max: 1024 }),
      scanners: fc.integer({ min: 1, max: 8 }),
      live,
      from: fc.double({ min: 0, max: 1, noNaN: true }),
      slowness: fc.double({ min: 1, max: 4, noNaN: true }),
      pauseAt: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
      pauseSeconds: fc.integer({ min: 0, max: 36_000 }),
    })
    .map(({ total, scanners, live: share, from, slowness, pauseAt, pauseSeconds }): Simulated => {
      const chunkSeconds = Array.from({ length: total }, (_, n) =>
        isLive(n / total, share, from) ? SPARSE_SECONDS * slowness : SPARSE_SECONDS,
      );
      const worked = chunkSeconds.reduce((sum, seconds) => sum + seconds, 0) / scanners;
      return { chunkSeconds, scanners, pause: { at: pauseAt * worked, seconds: pauseSeconds } };
    });

/** Live chunks are scattered as by chance. */
const scattered = (place: number, live: number, from: number): boolean =>
  Math.abs(Math.sin(place * 78_233 + from * 12_989) * 43_758.545_3) % 1 < live;
/** Live chunks lie together, as subnets do. */
const together = (place: number, live: number, from: number): boolean =>
  (place - from + 1) % 1 < live;
const share = (min: number, max: number) => fc.double({ min, max, noNaN: true });

const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(q * (values.length - 1))] ?? Number.NaN;

describe('the ETA of a simulated run', () => {
  it.each([
    // A twentieth of the chunks takes up to three times longer than was to be foreseen.
    ['sparse', 0.15, share(0, 0.05)],
    ['dense', 0.15, share(0.95, 1)],
    ['mixed', 0.35, share(0.2, 0.8)],
  ])(
    'of a %s network is off by %d of the whole and two rounds of chunks at most from a quarter of the way on, paused or not',
    (_name, bound, live) => {
      fc.assert(
        fc.property(runs(live, scattered), share(0.25, 0.99), (run, part) => {
          expect(errorAt(run, part)).toBeLessThan(bound + 2 * roundOf(run));
        }),
        { numRuns: 300 },
      );
    },
  );

  it.each([
    { part: 0.25, median: 0.15, p90: 0.5 },
    { part: 0.5, median: 0.12, p90: 0.4 },
    { part: 0.75, median: 0.08, p90: 0.22 },
    { part: 0.95, median: 0.05, p90: 0.1 },
  ])(
    'is off by no more than stated at $part of the way where what lives lies together',
    ({ part, median, p90 }) => {
      const errors = fc
        .sample(runs(share(0, 0.5), together), { numRuns: 400, seed: 7 })
        .map((run) => errorAt(run, part));
      expect(quantile(errors, 0.5)).toBeLessThan(median);
      expect(quantile(errors, 0.9)).toBeLessThan(p90);
    },
  );

  it('is told, but for the time that it is paused, once a twentieth is done', () => {
    fc.assert(
      fc.property(runs(share(0, 1), scattered), share(0.1, 0.99), (run, part) => {
        const spans = spansOf(run);
        const second = part * Math.max(...spans.map(({ end }) => end));
        const isPaused = second >= run.pause.at && second < run.pause.at + run.pause.seconds;
        const judged = spans.filter(({ end }) => end <= second).length / spans.length;
        if (judged >= 0.05) expect(etaAt(spans, run, second) === null).toBe(isPaused);
      }),
    );
  });
});
