import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { Actor } from './actor.ts';
import { arrayOf } from './database.ts';
import { taskTable } from './schema.ts';

/** On whose behalf rows are read and changed: an admin sees all tasks and runs, everybody else what is theirs. */
export type Viewer = {
  readonly owner: string;
  readonly isAdmin: boolean;
  /**
   * What they may probe now, as CIDRs none of which could be joined to another: addresses outside are not shown, though
   * they were found while they were inside.
   */
  readonly scopes: readonly string[];
  /** Who they are to the audit; absent where it is a function that acts. */
  readonly actor?: Actor;
};

/** The condition that every query on tasks carries. */
export const visibleTo = (viewer: Viewer): SQL | undefined =>
  and(isNull(taskTable.deleted_at), viewer.isAdmin ? undefined : eq(taskTable.owner, viewer.owner));

/** The condition that every query on what was found at an address carries. */
export const inScopeOf = ({ scopes }: Viewer, address: SQL | { getSQL(): SQL }): SQL =>
  sql`${address} <<= any(${arrayOf(scopes, 'cidr')})`;
