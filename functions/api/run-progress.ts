import type { Run } from '#shared/domain/run.ts';

/** How far a run is, from what its scanners have told so far. */
export type Progress = {
  readonly percent: number;
  readonly etaSeconds: number | null;
  readonly probesPerSecond: number;
};

/** Before this much of a run has been seen, its speed says nothing. */
const MEASURABLE_SECONDS = 1;
/** A run that would take longer than this has not said how long it takes. */
const MAX_ETA_SECONDS = 365 * 86_400;

/** Seconds from its start to its end, or to now; 0 before it started. */
export const elapsedSeconds = ({ startedAt, finishedAt }: Run, now: Date): number =>
  startedAt === null ? 0 : Math.max(0, (finishedAt ?? now).getTime() - startedAt.getTime()) / 1000;

export const progressOf = (run: Run, now: Date): Progress => {
  const elapsed = elapsedSeconds(run, now);
  return {
    percent: percentOf(run),
    etaSeconds: etaOf(run, elapsed),
    probesPerSecond: elapsed > 0 ? Math.round(run.probesSent / elapsed) : 0,
  };
};

/** 100 is said of a run that is done, and of no other. */
const percentOf = ({ state, judged, probes }: Run): number => {
  if (state === 'done') return 100;
  const permille = probes === 0 ? 0 : Math.floor((1000 * judged) / probes);
  return Math.min(permille, 999) / 10;
};

/** What is left to judge, at the pace so far. */
const etaOf = ({ state, judged, probes }: Run, elapsed: number): number | null => {
  if (state === 'done') return 0;
  const known = state === 'probing' && judged > 0 && elapsed >= MEASURABLE_SECONDS;
  if (!known) return null;
  const eta = Math.ceil((Math.max(0, probes - judged) * elapsed) / judged);
  return eta <= MAX_ETA_SECONDS ? eta : null;
};
