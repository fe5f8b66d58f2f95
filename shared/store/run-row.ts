import { type InferSelectModel, sql } from 'drizzle-orm';
import type { Run } from '#shared/domain/run.ts';
import { runTable } from './schema.ts';

/** What a run is read with: its row, and what the scanners at work have judged so far. */
export const runColumns = {
  run: runTable,
  judging: sql<number>`(select coalesce(sum(c.judged), 0) from netsweep_chunk c
    where c.run_id = ${runTable.id} and c.state = 'leased')`.mapWith(Number),
};

type RunRow = InferSelectModel<typeof runTable>;

export const runFromRow = ({ run, judging }: { run: RunRow; judging: number }): Run => ({
  id: run.id,
  taskId: run.task_id,
  trigger: run.trigger,
  state: run.state,
  scheduledFor: run.scheduled_for,
  startedAt: run.started_at,
  finishedAt: run.finished_at,
  pausedSeconds: run.paused_seconds,
  chunks: { total: run.chunk_total, done: run.chunk_done, failed: run.chunk_failed },
  addresses: run.addresses,
  probes: run.probes,
  judged: run.judged + judging,
  online: run.online,
  localFailures: run.local_failures,
  missed: run.missed,
  changesReady: run.changes_ready,
  probesSent: run.probes_sent,
  error: run.error,
  pauseReason: run.pause_reason,
  changesError: run.changes_error,
});

/** A run that still has work, as the scheduler and the fan-out see it. */
export type LiveRun = Pick<Run, 'id' | 'taskId' | 'state'> & {
  /** Name of the Redis list its chunks go through. */
  readonly key: string;
  readonly network: string;
  /** Probes per second for the whole run. */
  readonly rate: number;
  readonly pairsPerChunk: number;
  readonly chunksLeft: number;
};

export const liveFromRow = (run: RunRow): LiveRun => ({
  id: run.id,
  taskId: run.task_id,
  state: run.state,
  key: run.key,
  network: run.network,
  rate: run.options.rate,
  pairsPerChunk: run.probes / run.chunk_total,
  chunksLeft: run.chunk_total - run.chunk_done - run.chunk_failed,
});
