import * as z from 'zod';
import { type Change, changeKind, severity } from '#shared/domain/change.ts';

/** A change as an effect returns it. */
export const changeRow = z
  .object({
    id: z.coerce.number(),
    task_id: z.coerce.number(),
    run_id: z.coerce.number(),
    at: z.coerce.date(),
    kind: changeKind,
    ip: z.string(),
    protocol: z.enum(['tcp', 'udp']).nullable(),
    port: z.coerce.number().nullable(),
    before: z.unknown(),
    after: z.unknown(),
    severity,
    expected: z.boolean(),
    note: z.string().nullable(),
    acknowledged_at: z.coerce.date().nullable(),
    acknowledged_by: z.string().nullable(),
  })
  .transform(
    ({ task_id, run_id, acknowledged_at, acknowledged_by, ...change }): Change => ({
      ...change,
      taskId: task_id,
      runId: run_id,
      acknowledgedAt: acknowledged_at,
      acknowledgedBy: acknowledged_by,
    }),
  );
