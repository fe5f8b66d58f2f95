import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import * as z from 'zod';
import { DomainError } from '#shared/domain/errors.ts';
import type { Task, TaskStatus } from '#shared/domain/task.ts';
import { actingAs, callEffectAs } from './actor.ts';
import { arrayOf, type Database, sqlStateOf } from './database.ts';
import { taskTable } from './schema.ts';
import { taskColumns, taskFromRow, taskStatusSql } from './task-row.ts';
import { changeOf, insertOf, type NewTask, type TaskChange } from './task-write.ts';
import { type Viewer, visibleTo } from './viewer.ts';

export type TaskQuery = {
  readonly network?: string | undefined;
  readonly status?: TaskStatus | undefined;
  readonly label?: string | undefined;
  readonly limit: number;
  /** The id after which the page starts. */
  readonly after?: number | undefined;
};

const idRow = { id: taskTable.id };
const madeRow = z.object({ id: z.coerce.number() });
const keyRow = z.object({ key: z.string() });

const matching = ({ network, status, label, after }: TaskQuery) => [
  after === undefined ? undefined : gt(taskTable.id, after),
  network === undefined ? undefined : eq(taskTable.network, network),
  label === undefined ? undefined : eq(taskTable.label, label),
  status === undefined ? undefined : sql`${taskStatusSql} = ${status}`,
];

const selectTasks = (db: Database) => db.select(taskColumns).from(taskTable).$dynamic();

/** Turns the refusal of a second task with the same identity into the caller's error. */
const refusingDuplicates = async <T>(
  db: Database,
  keys: string[],
  viewer: Viewer,
  write: () => Promise<T>,
) => {
  try {
    return await write();
  } catch (error) {
    if (sqlStateOf(error)?.code !== '23505') throw error;
    const mine = and(inArray(taskTable.key, keys), visibleTo(viewer));
    const [existing] = await db.select(idRow).from(taskTable).where(mine).limit(1);
    throw new DomainError('duplicate-task', 'a task with this network and these ports exists', {
      details: existing ? { existing_id: existing.id } : {},
      cause: error,
    });
  }
};

/** Creates all or none; throws `duplicate-task` with the existing id where the viewer may see it. */
const createTasks = async (db: Database, tasks: readonly NewTask[], viewer: Viewer, now: Date) => {
  const keys = tasks.map((task) => task.key);
  const rows = await refusingDuplicates(db, keys, viewer, () =>
    callEffectAs(db, viewer.actor, insertOf(tasks, now), madeRow),
  );
  const ids = rows.map((row) => row.id);
  return tasksWith(db, ids, viewer);
};

/** Changes a task; a live run goes on as it was planned. Null when the viewer has no such task. */
const updateTask = async (
  db: Database,
  id: number,
  change: TaskChange,
  viewer: Viewer,
  now: Date,
) => {
  const revision = sql`${taskTable.revision} + 1`;
  const update = db
    .update(taskTable)
    .set({ ...changeOf(change, now), revision })
    .where(and(eq(taskTable.id, id), visibleTo(viewer)));
  const keys = change.key === undefined ? [] : [change.key];
  const rows = await refusingDuplicates(db, keys, viewer, () =>
    actingAs(db, viewer.actor, update.returning(idRow)),
  );
  return rows.length === 0 ? null : getTask(db, id, viewer);
};

/** Those of the tasks that are there and the viewer's, in the order of ids. */
const tasksWith = async (db: Database, ids: readonly number[], viewer: Viewer): Promise<Task[]> => {
  const rows = await selectTasks(db)
    .where(and(sql`${taskTable.id} = any(${arrayOf(ids, 'bigint')})`, visibleTo(viewer)))
    .orderBy(asc(taskTable.id));
  return rows.map(taskFromRow);
};

const getTask = async (db: Database, id: number, viewer: Viewer): Promise<Task | null> => {
  const [row] = await selectTasks(db).where(and(eq(taskTable.id, id), visibleTo(viewer)));
  return row ? taskFromRow(row) : null;
};

/** The tasks that a named request made; none when it made none. */
const tasksOfRequest = async (db: Database, request: string, viewer: Viewer): Promise<Task[]> => {
  const rows = await selectTasks(db)
    .where(and(eq(taskTable.request, request), visibleTo(viewer)))
    .orderBy(asc(taskTable.id));
  return rows.map(taskFromRow);
};

/** A page in the order of ids, which does not shift under writes; `next` is the id to go on after. */
const listTasks = async (db: Database, query: TaskQuery, viewer: Viewer) => {
  const rows = await selectTasks(db)
    .where(and(visibleTo(viewer), ...matching(query)))
    .orderBy(asc(taskTable.id))
    .limit(query.limit + 1);
  const tasks = rows.slice(0, query.limit).map(taskFromRow);
  return { tasks, next: rows.length > query.limit ? (tasks.at(-1)?.id ?? null) : null };
};

/**
 * Deletes all or none, cancelling live runs; the keys of the deleted, or null when one was not there. The request that
 * deleted them is told their keys again.
 */
const removeTasks = async (
  db: Database,
  ids: readonly number[],
  viewer: Viewer,
  request: string | null,
) => {
  const unique = arrayOf([...new Set(ids)], 'bigint');
  const owner = viewer.isAdmin ? null : viewer.owner;
  const rows = await callEffectAs(
    db,
    viewer.actor,
    sql`select key from netsweep_delete(${unique}, ${owner}, ${request})`,
    keyRow,
  );
  return rows.length > 0 ? rows.map((row) => row.key) : null;
};

/** The tasks in Postgres. Every read and write is on behalf of a viewer; what they may not see is not there. */
export const tasksIn = (db: Database) => ({
  create: (tasks: readonly NewTask[], viewer: Viewer, now: Date) =>
    createTasks(db, tasks, viewer, now),
  get: (id: number, viewer: Viewer) => getTask(db, id, viewer),
  getAll: (ids: readonly number[], viewer: Viewer) => tasksWith(db, ids, viewer),
  ofRequest: (request: string, viewer: Viewer) => tasksOfRequest(db, request, viewer),
  list: (query: TaskQuery, viewer: Viewer) => listTasks(db, query, viewer),
  update: (id: number, change: TaskChange, viewer: Viewer, now: Date) =>
    updateTask(db, id, change, viewer, now),
  remove: (ids: readonly number[], viewer: Viewer, request: string | null = null) =>
    removeTasks(db, ids, viewer, request),
});

export type Tasks = ReturnType<typeof tasksIn>;
