import type { Run } from '#shared/domain/run.ts';

/** How far a run is, from what its scanners have told so far. */
export type Progress = {
  readonly percent: number;
  readonly etaSeconds: number | null;
  readonly probesPerSecond: number;
};

/** Before this much of a run has been seen, its speed says nothing. */
const MEASURABLE_SECONDS = 1;
/** Sparse and live chunks differ by more than the wait that an honest word is worth: this share, or these, come first. */
const TELLING_SHARE = 0.05;
const TELLING_CHUNKS = 3;
/** A run that would take longer than this has not said how long it takes. */
const MAX_ETA_SECONDS = 365 * 86_400;

/** Seconds that it was at work, from its start to its end, or to now, without its pauses; 0 before it started. */
export const activeSeconds = ({ startedAt, finishedAt, pausedSeconds }: Run, now: Date): number => {
  if (startedAt === null) return 0;
  const elapsed = ((finishedAt ?? now).getTime() - startedAt.getTime()) / 1000;
  return Math.max(0, elapsed - pausedSeconds);
};

export const progressOf = (run: Run, now: Date): Progress => {
  const active = activeSeconds(run, now);
  return {
    percent: percentOf(run),
    etaSeconds: etaOf(run, active),
    probesPerSecond: active > 0 ? Math.round(run.probesSent / active) : 0,
  };
};

/** 100 is said of a run that is done, and of no other. */
const percentOf = ({ state, judged, probes }: Run): number => {
  if (state === 'done') return 100;
  const permille = probes === 0 ? 0 : Math.floor((1000 * judged) / probes);
  return Math.min(permille, 999) / 10;
};

/**
 * What is left to judge, at the pace so far. Pairs are judged in live chunks and in sparse ones, the chunks at work
 * included, so the pace is that of the mixture seen so far; fitting a time to each kind gives the same as long as the
 * rest is taken to be like it.
 */
const etaOf = (run: Run, active: number): number | null => {
  if (run.state === 'done') return 0;
  if (run.state !== 'probing' || active < MEASURABLE_SECONDS || !isTelling(run)) return null;
  const eta = Math.ceil((Math.max(0, run.probes - run.judged) * active) / run.judged);
  return eta <= MAX_ETA_SECONDS ? eta : null;
};

const isTelling = ({ judged, probes, chunks }: Run): boolean =>
  judged > 0 && (judged >= TELLING_SHARE * probes || chunks.done >= TELLING_CHUNKS);
