import type { Run } from '#client/api.d.ts';
import { LIVE_STATES } from '#shared/domain/run.ts';

/** How far several runs are, taken together. */
export type Progress = {
  /** 0 to 100, each run weighing as much as its probes. */
  readonly percent: number;
  /** Probes judged so far. */
  readonly judged: number;
  readonly online: number;
  /** Of the run that takes longest; null while nobody knows. */
  readonly etaSeconds: number | null;
  readonly isPaused: boolean;
};

export const isLive = ({ state }: Run): boolean =>
  (LIVE_STATES as readonly string[]).includes(state);

const sumOf = (runs: readonly Run[], value: (run: Run) => number): number =>
  runs.reduce((sum, run) => sum + value(run), 0);

/** A run that has ended judges no more: what it has not judged is not waited for. */
const percentOf = (run: Run): number => (isLive(run) ? run.percent : 100);

const judgedOf = ({ probes, percent }: Run): number => (probes * percent) / 100;

/** Sums up runs, live and ended, into what a progress bar shows. */
export const progressOf = (runs: readonly Run[]): Progress => {
  const live = runs.filter(isLive);
  const waits = live.map((run) => run.eta_seconds).filter((seconds) => seconds !== null);
  const weight = ({ probes }: Run) => Math.max(probes, 1);
  const done = sumOf(runs, (run) => weight(run) * percentOf(run));
  return {
    percent: Math.min(done / Math.max(sumOf(runs, weight), 1), 100),
    judged: sumOf(runs, judgedOf),
    online: sumOf(runs, (run) => run.online),
    etaSeconds: waits.length > 0 && waits.length === live.length ? Math.max(...waits) : null,
    isPaused: live.length > 0 && live.every(({ state }) => state === 'paused'),
  };
};
