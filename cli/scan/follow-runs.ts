import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '#cli/client.ts';
import type { Run } from '#client/api.d.ts';
import { isLive, type Progress, progressOf } from './progress.ts';
import { rateMeter } from './rate-meter.ts';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1000;
const PAUSE_GROWTH = 1.25;
/** Requests under way at once, however many runs there are. */
const WIDTH = 8;
/** A round's pause grows with its questions, so that a scan asks about a hundred a second at most. */
const MS_PER_RUN = 10;

type Watch = {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress, probesPerSecond: number) => void;
};

/** Asks for the state of each live run, a few at once; the newest state replaces the one before. */
const refresh = async (
  client: Pick<Client, 'run'>,
  runs: Map<number, Run>,
  signal: AbortSignal,
): Promise<void> => {
  const live = [...runs.values()].filter(isLive)[Symbol.iterator]();
  const worker = async () => {
    for (const { id } of live) runs.set(id, await client.run(id, signal));
  };
  await Promise.all(Array.from({ length: WIDTH }, worker));
};

const rounds = async (
  client: Pick<Client, 'run'>,
  runs: Map<number, Run>,
  { signal, onProgress }: Watch,
): Promise<void> => {
  const measure = rateMeter();
  let pauseMs = FIRST_PAUSE_MS;
  for (;;) {
    const live = [...runs.values()].filter(isLive).length;
    const progress = progressOf([...runs.values()]);
    onProgress(progress, measure(progress.judged, live === 0));
    if (live === 0) return;
    await sleep(Math.max(pauseMs, live * MS_PER_RUN), undefined, { signal });
    await refresh(client, runs, signal);
    pauseMs = Math.min(pauseMs * PAUSE_GROWTH, LONGEST_PAUSE_MS);
  }
};

/** Polls runs until each has ended, or the signal is aborted; gives their last known state either way. */
export const followRuns = async (
  client: Pick<Client, 'run'>,
  started: readonly Run[],
  watch: Watch,
): Promise<Run[]> => {
  const runs = new Map(started.map((run) => [run.id, run]));
  try {
    await rounds(client, runs, watch);
  } catch (error) {
    if (!watch.signal.aborted) throw error;
  }
  return [...runs.values()];
};
