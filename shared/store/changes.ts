import { and, asc, eq, gt, gte, type SQL, sql } from 'drizzle-orm';
import type { Change, ChangeKind, Difference, Severity } from '#shared/domain/change.ts';
import { differenceRow, isKnown } from './change-row.ts';
import { callEffect, type Database } from './database.ts';
import { changeTable } from './history-schema.ts';
import { runTable, taskTable } from './schema.ts';
import { inScopeOf, type Viewer, visibleTo } from './viewer.ts';

export type ChangeQuery = {
  readonly limit: number;
  /** The id after which the page starts. */
  readonly after?: number | undefined;
  /** Not before this time. */
  readonly since?: Date | undefined;
  readonly kind?: ChangeKind | undefined;
  readonly severity?: Severity | undefined;
  /** A CIDR that holds the address. */
  readonly network?: string | undefined;
  readonly runId?: number | undefined;
  /** Whether somebody said that they know of it, or had expected it. */
  readonly acknowledged?: boolean | undefined;
};
/** A page of differences starts after so many. */
export type DifferencePage = { readonly limit: number; readonly after?: number | undefined };

const columns = {
  id: changeTable.id,
  taskId: changeTable.task_id,
  runId: changeTable.run_id,
  at: changeTable.at,
  kind: changeTable.kind,
  ip: sql<string>`host(${changeTable.ip})`,
  protocol: changeTable.protocol,
  port: changeTable.port,
  before: changeTable.before,
  after: changeTable.after,
  severity: changeTable.severity,
  expected: changeTable.expected,
  note: changeTable.note,
  acknowledgedAt: changeTable.acknowledged_at,
  acknowledgedBy: changeTable.acknowledged_by,
};

const matching = ({
  after,
  since,
  kind,
  severity,
  network,
  runId,
  acknowledged,
}: ChangeQuery): SQL | undefined =>
  and(
    after === undefined ? undefined : gt(changeTable.id, after),
    since === undefined ? undefined : gte(changeTable.at, since),
    kind === undefined ? undefined : eq(changeTable.kind, kind),
    severity === undefined ? undefined : eq(changeTable.severity, severity),
    network === undefined ? undefined : sql`${changeTable.ip} <<= ${network}::inet`,
    runId === undefined ? undefined : eq(changeTable.run_id, runId),
    acknowledged === undefined ? undefined : sql`${isKnown} = ${acknowledged}`,
  );

/** A page of `rows`, which are one more than it holds where there are more; `next` is where to go on after. */
const pageOf = <Row>(
  rows: readonly Row[],
  limit: number,
  placeOf: (last: Row, count: number) => number,
) => {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next = rows.length > limit && last !== undefined ? placeOf(last, page.length) : null;
  return { page, next };
};

/** The changes in Postgres, in the order in which they can be read. */
export const changesIn = (db: Database) => ({
  /** What changed in the tasks that the viewer sees, deleted ones left out. */
  list: async (query: ChangeQuery, viewer: Viewer) => {
    const rows: Change[] = await db
      .select(columns)
      .from(changeTable)
      .innerJoin(taskTable, eq(taskTable.id, changeTable.task_id))
      .where(and(visibleTo(viewer), inScopeOf(viewer, changeTable.ip), matching(query)))
      .orderBy(asc(changeTable.id))
      .limit(query.limit + 1);
    const { page, next } = pageOf(rows, query.limit, ({ id }) => id);
    return { changes: page, next };
  },

  /** The task of a run and whether its hosts are still there; null where the viewer has no such run. */
  runOf: async (runId: number, viewer: Viewer) => {
    const [run] = await db
      .select({
        taskId: runTable.task_id,
        isKept: sql<boolean>`${runTable.state} = 'done' and ${runTable.pruned_at} is null`,
      })
      .from(runTable)
      .innerJoin(taskTable, eq(taskTable.id, runTable.task_id))
      .where(and(eq(runTable.id, runId), visibleTo(viewer)));
    return run ?? null;
  },

  /** How one done run of a task differs from another, by address and port. */
  between: async (
    { taskId, from, to }: { readonly taskId: number; readonly from: number; readonly to: number },
    { limit, after = 0 }: DifferencePage,
    viewer: Viewer,
  ) => {
    const rows: Difference[] = await callEffect(
      db,
      sql`select d.kind, host(d.ip) as ip, d.protocol, d.port, d.before, d.after, netsweep_severity(d) as severity
            from netsweep_compare(${taskId}, ${from}, ${to}, false) d
           where ${inScopeOf(viewer, sql`d.ip`)}
           order by d.ip, d.port nulls first, d.protocol, d.kind offset ${after} limit ${limit + 1}`,
      differenceRow,
    );
    const { page, next } = pageOf(rows, limit, (_, count) => after + count);
    return { changes: page, next };
  },
});

export type Changes = ReturnType<typeof changesIn>;
