import { and, count, eq, max, sum } from 'drizzle-orm';
import type { ChangeKind, Severity } from '#shared/domain/change.ts';
import type { DeliveryState } from '#shared/domain/delivery.ts';
import type { RunState } from '#shared/domain/run.ts';
import { isKnown } from './change-row.ts';
import type { Database } from './database.ts';
import { changeTable } from './history-schema.ts';
import { runTable, taskTable } from './schema.ts';
import { deliveryTable, webhookTable } from './telling-schema.ts';
import { inScopeOf, type Viewer, visibleTo } from './viewer.ts';

/** What a monitoring system may count, of what a viewer sees. */
export type Measures = {
  readonly tasks: number;
  readonly hostsOnline: number;
  readonly lastDone: Date | null;
  readonly runs: readonly { readonly state: RunState; readonly n: number }[];
  readonly changes: readonly {
    readonly kind: ChangeKind;
    readonly severity: Severity;
    /** Somebody has acknowledged them, or had expected them. */
    readonly isKnown: boolean;
    readonly n: number;
  }[];
  readonly deliveries: readonly { readonly state: DeliveryState; readonly n: number }[];
};

const n = count();

/** What is read, in one transaction. */
const queries = (db: Database, viewer: Viewer) => {
  const ofTask = visibleTo(viewer);
  const mine = viewer.isAdmin ? undefined : eq(webhookTable.owner, viewer.owner);
  const itsTask = eq(taskTable.id, runTable.task_id);
  const { state } = runTable;
  const { kind, severity } = changeTable;
  return [
    db
      .select({ n, online: sum(taskTable.online_ip_num) })
      .from(taskTable)
      .where(ofTask),
    db
      .select({ at: max(runTable.finished_at) })
      .from(runTable)
      .innerJoin(taskTable, itsTask)
      .where(and(ofTask, eq(state, 'done'))),
    db
      .select({ state, n })
      .from(runTable)
      .innerJoin(taskTable, itsTask)
      .where(ofTask)
      .groupBy(state),
    db
      .select({ kind, severity, isKnown, n })
      .from(changeTable)
      .innerJoin(taskTable, eq(taskTable.id, changeTable.task_id))
      .where(and(ofTask, inScopeOf(viewer, changeTable.ip)))
      .groupBy(kind, severity, isKnown),
    db
      .select({ state: deliveryTable.state, n })
      .from(deliveryTable)
      .innerJoin(webhookTable, eq(webhookTable.id, deliveryTable.webhook_id))
      .where(mine)
      .groupBy(deliveryTable.state),
  ] as const;
};

/** Counts of everything a viewer sees, as of now. */
export const measuresIn =
  (db: Database) =>
  async (viewer: Viewer): Promise<Measures> => {
    const [[tasks], [done], runs, changes, deliveries] = await db.batch(queries(db, viewer));
    return {
      tasks: tasks?.n ?? 0,
      hostsOnline: Number(tasks?.online ?? 0),
      lastDone: done?.at ?? null,
      runs,
      changes,
      deliveries,
    };
  };
