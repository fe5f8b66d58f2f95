import { sql } from 'drizzle-orm';
import * as z from 'zod';
import { type Change, changeKind, severity } from '#shared/domain/change.ts';
import { changeTable } from './history-schema.ts';

/** What differs at a place, as an effect returns it. */
export const differenceRow = z.object({
  kind: changeKind,
  ip: z.string(),
  protocol: z.enum(['tcp', 'udp']).nullable(),
  port: z.coerce.number().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  severity,
});

/** Somebody has acknowledged a change, or had expected it. */
export const isKnown = sql<boolean>`(${changeTable.expected} or ${changeTable.acknowledged_at} is not null)`;

/** A change as an effect returns it. */
export const changeRow = differenceRow
  .extend({
    id: z.coerce.number(),
    task_id: z.coerce.number(),
    run_id: z.coerce.number(),
    at: z.coerce.date(),
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
