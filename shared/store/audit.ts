import { desc, lt } from 'drizzle-orm';
import type { Database } from './database.ts';
import { type IdPage, pageOf } from './id-page.ts';
import { auditTable } from './schema.ts';

/** What was changed, by whom: written by the database itself, and only read here. */
export const auditIn = (db: Database) => ({
  /** A page, newest first; `next` is the id to go on below. */
  list: async ({ limit, after }: IdPage) => {
    const rows = await db
      .select()
      .from(auditTable)
      .where(after === undefined ? undefined : lt(auditTable.id, after))
      .orderBy(desc(auditTable.id))
      .limit(limit + 1);
    return pageOf(rows, limit);
  },
});

export type Audit = ReturnType<typeof auditIn>;
