import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import { LIVE_STATES, type Run } from '#shared/domain/run.ts';
import { arrayOf, type Database } from './database.ts';
import { type LiveRun, liveFromRow, runColumns, runFromRow } from './run-row.ts';
import { runTable, taskTable } from './schema.ts';
import { type Viewer, visibleTo } from './viewer.ts';

/** A page of runs, newest first: those below the id `after`. */
export type RunPage = { readonly limit: number; readonly after?: number | undefined };

const isLive = inArray(runTable.state, [...LIVE_STATES]);

/** The runs in Postgres. */
export const runsIn = (db: Database) => {
  const select = () =>
    db.select(runColumns).from(runTable).innerJoin(taskTable, eq(taskTable.id, runTable.task_id));

  return {
    get: async (id: number, viewer: Viewer): Promise<Run | null> => {
      const [row] = await select().where(and(eq(runTable.id, id), visibleTo(viewer)));
      return row ? runFromRow(row) : null;
    },

    /** Those of the runs that are there and the viewer's, in the order of ids. */
    getAll: async (ids: readonly number[], viewer: Viewer): Promise<Run[]> => {
      const rows = await select()
        .where(and(sql`${runTable.id} = any(${arrayOf(ids, 'bigint')})`, visibleTo(viewer)))
        .orderBy(runTable.id);
      return rows.map(runFromRow);
    },

    /** The runs that a named request started; none when it started none. */
    ofRequest: async (request: string, viewer: Viewer): Promise<Run[]> => {
      const rows = await select()
        .where(and(eq(runTable.request, request), visibleTo(viewer)))
        .orderBy(runTable.id);
      return rows.map(runFromRow);
    },

    /** `next` is the id to go on below. Empty where the viewer has no such task. */
    listOfTask: async (taskId: number, { limit, after }: RunPage, viewer: Viewer) => {
      const below = after === undefined ? undefined : lt(runTable.id, after);
      const rows = await select()
        .where(and(eq(runTable.task_id, taskId), visibleTo(viewer), below))
        .orderBy(desc(runTable.id))
        .limit(limit + 1);
      const runs = rows.slice(0, limit).map(runFromRow);
      return { runs, next: rows.length > limit ? (runs.at(-1)?.id ?? null) : null };
    },

    /** Runs with work left, oldest first. */
    live: async (): Promise<LiveRun[]> => {
      const rows = await db.select().from(runTable).where(isLive).orderBy(runTable.id);
      return rows.map(liveFromRow);
    },

    /** The live run that takes its chunks from this Redis list, if there is one. */
    liveByKey: async (key: string): Promise<LiveRun | null> => {
      const [row] = await db
        .select()
        .from(runTable)
        .where(and(eq(runTable.key, key), isLive));
      return row ? liveFromRow(row) : null;
    },

    isLive: async (id: number): Promise<boolean> => {
      const [row] = await db
        .select({ id: runTable.id })
        .from(runTable)
        .where(and(eq(runTable.id, id), isLive));
      return row !== undefined;
    },
  };
};

export type Runs = ReturnType<typeof runsIn>;
