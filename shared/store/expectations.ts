import { and, asc, eq, gt, sql } from 'drizzle-orm';
import * as z from 'zod';
import type { ChangeKind } from '#shared/domain/change.ts';
import { actingAs, callEffectAs } from './actor.ts';
import { arrayOf, type Database } from './database.ts';
import { type IdPage, pageOf } from './id-page.ts';
import { taskTable } from './schema.ts';
import { expectationTable } from './telling-schema.ts';
import { type Viewer, visibleTo } from './viewer.ts';

/** Changes of a task that are as they should be; what is null fits any. */
export type NewExpectation = {
  readonly network: string;
  readonly protocol: 'tcp' | 'udp' | null;
  readonly port: number | null;
  readonly kind: ChangeKind | null;
  readonly note: string;
};
export type Expectation = NewExpectation & {
  readonly id: number;
  readonly taskId: number;
  readonly madeBy: string;
  readonly createdAt: Date;
};

const columns = {
  id: expectationTable.id,
  taskId: expectationTable.task_id,
  network: expectationTable.network,
  protocol: expectationTable.protocol,
  port: expectationTable.port,
  kind: expectationTable.kind,
  note: expectationTable.note,
  madeBy: expectationTable.made_by,
  createdAt: expectationTable.created_at,
};
const saidRow = z.object({ said: z.boolean() });

/** The baseline of each task, and what was said of changes. */
export const expectationsIn = (db: Database) => ({
  /** Of a task that the viewer was found to have. */
  list: async (taskId: number, { limit, after = 0 }: IdPage) => {
    const rows = await db
      .select(columns)
      .from(expectationTable)
      .where(and(eq(expectationTable.task_id, taskId), gt(expectationTable.id, after)))
      .orderBy(asc(expectationTable.id))
      .limit(limit + 1);
    return pageOf<Expectation>(rows, limit);
  },

  /** For a task that the viewer was found to have. */
  create: async (taskId: number, wanted: NewExpectation, { actor }: Viewer) => {
    const values = { ...wanted, task_id: taskId, made_by: actor?.principal ?? '' };
    const insert = db
      .insert(expectationTable)
      .values({ ...values, created_at: sql`netsweep_now()` })
      .returning(columns);
    const [row] = await actingAs(db, actor, insert);
    if (!row) throw new Error('no expectation was made');
    return row as Expectation;
  },

  /** False where the viewer has no such expectation. */
  remove: async (id: number, viewer: Viewer): Promise<boolean> => {
    const mine = db.select({ id: taskTable.id }).from(taskTable).where(visibleTo(viewer));
    const end = db
      .delete(expectationTable)
      .where(and(eq(expectationTable.id, id), sql`${expectationTable.task_id} in ${mine}`))
      .returning({ id: expectationTable.id });
    return (await actingAs(db, viewer.actor, end)).length > 0;
  },

  /** Somebody knows of a change; with `expect`, its like is in the baseline from now on. False where there is none. */
  acknowledge: async (
    changeId: number,
    { note = null, expect }: { readonly note?: string | null; readonly expect: boolean },
    { owner, isAdmin, scopes, actor }: Viewer,
  ): Promise<boolean> => {
    const effect = sql`select netsweep_acknowledge(${changeId}, ${isAdmin ? null : owner}, ${arrayOf(scopes, 'cidr')},
      ${actor?.principal ?? ''}, ${note}, ${expect}) as said`;
    const [row] = await callEffectAs(db, actor, effect, saidRow);
    return row?.said ?? false;
  },
});

export type Expectations = ReturnType<typeof expectationsIn>;
