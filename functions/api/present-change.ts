import type { Change } from '#shared/domain/change.ts';
import type { WireChange } from '#shared/domain/wire.ts';

/** A change as the API shows it. */
export const presentChange = ({
  taskId,
  runId,
  at,
  acknowledgedAt,
  acknowledgedBy,
  ...rest
}: Change): WireChange => ({
  ...rest,
  task_id: taskId,
  run_id: runId,
  at: at.toISOString(),
  acknowledged_at: acknowledgedAt?.toISOString() ?? null,
  acknowledged_by: acknowledgedBy,
});
