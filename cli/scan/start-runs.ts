import type { Client } from '#cli/client.ts';
import type { Run } from '#client/api.d.ts';
import { ApiError, Outage } from '#client/api-error.ts';

/** A run that a scan looks at. */
export type ScannedRun = {
  readonly run: Run;
  /** False for a run that was live already: it is watched, and not ours to cancel. */
  readonly isOurs: boolean;
};

/** The most tasks one request may start. */
const BATCH = 1000;
const TRIES = 5;

const isLiveAlready = (error: unknown): boolean =>
  error instanceof ApiError && error.code === 'run-live';

/** The live run of a task, null where it has none (any more). */
const liveRunOf = async (client: Client, taskId: number): Promise<Run | null> => {
  const { live_run_id } = await client.task(taskId);
  return live_run_id === null ? null : client.run(live_run_id);
};

/** Starts all of them, or null when one has a live run: starting is all or nothing. */
const startAll = async (client: Client, ids: readonly number[]): Promise<ScannedRun[] | null> => {
  if (ids.length === 0) return [];
  try {
    return (await client.startRuns(ids)).map((run) => ({ run, isOurs: true }));
  } catch (error) {
    if (isLiveAlready(error)) return null;
    throw error;
  }
};

const startBatch = async (client: Client, taskIds: readonly number[]): Promise<ScannedRun[]> => {
  const found = new Map<number, ScannedRun>();
  for (let tried = 0; tried < TRIES; tried += 1) {
    const rest = taskIds.filter((id) => !found.has(id));
    const started = await startAll(client, rest);
    if (started !== null) return [...found.values(), ...started];
    for (const id of rest) {
      const run = await liveRunOf(client, id);
      if (run !== null) found.set(id, { run, isOurs: false });
    }
  }
  throw new Outage('runs of these tasks begin and end too fast to start one');
};

/** Starts a run of each task, or finds the one that is live. */
export const startRuns = async (
  client: Client,
  taskIds: readonly number[],
): Promise<ScannedRun[]> => {
  const runs: ScannedRun[] = [];
  for (let from = 0; from < taskIds.length; from += BATCH)
    runs.push(...(await startBatch(client, taskIds.slice(from, from + BATCH))));
  return runs;
};
