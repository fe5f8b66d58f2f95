import type { Policy } from '#shared/domain/forbidden.ts';
import type { Run } from '#shared/domain/run.ts';
import type { WireRun } from '#shared/domain/wire.ts';
import { costOf } from './run-cost.ts';
import { progressOf } from './run-progress.ts';

/** A run as the API shows it at a time. */
export const presentRun = (run: Run, policy: Policy, now: Date): WireRun => {
  const progress = progressOf(run, now);
  return {
    id: run.id,
    task_id: run.taskId,
    trigger: run.trigger,
    state: run.state,
    scheduled_for: run.scheduledFor.toISOString(),
    started_at: run.startedAt?.toISOString() ?? null,
    finished_at: run.finishedAt?.toISOString() ?? null,
    chunks: { total: run.chunks.total, done: run.chunks.done, failed: run.chunks.failed },
    addresses: run.addresses,
    probes: run.probes,
    online: run.online,
    percent: progress.percent,
    eta_seconds: progress.etaSeconds,
    probes_per_second: progress.probesPerSecond,
    local_failures: run.localFailures,
    missed: run.missed,
    changes_ready: run.changesReady,
    cost_usd: costOf(run, policy, now),
    error: run.error,
    pause_reason: run.pauseReason,
    changes_error: run.changesError,
  };
};
