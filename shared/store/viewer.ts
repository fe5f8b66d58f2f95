import { and, eq, isNull, type SQL } from 'drizzle-orm';
import { taskTable } from './schema.ts';

/** On whose behalf rows are read: an admin sees all, everybody else what is theirs. */
export type Viewer = { readonly owner: string; readonly isAdmin: boolean };

/** The condition that every query on tasks carries. */
export const visibleTo = (viewer: Viewer): SQL | undefined =>
  and(isNull(taskTable.deleted_at), viewer.isAdmin ? undefined : eq(taskTable.owner, viewer.owner));
