import type { Audit } from '#shared/store/audit.ts';
import { cursorAfter, idAfter } from './cursor.ts';
import type { PageQuery } from './schemas.ts';

export type Deps = { readonly audit: Audit };

/** A page of what was changed and by whom, newest first. */
export const listAudit = async ({ limit, cursor }: PageQuery, { audit }: Deps) => {
  const page = await audit.list({ limit, ...idAfter('audit', cursor) });
  return {
    entries: page.rows.map(({ at, ...entry }) => ({ ...entry, at: at.toISOString() })),
    next: cursorAfter('audit', page.next),
  };
};
