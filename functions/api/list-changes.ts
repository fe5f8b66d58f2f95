import type { Principal } from '#shared/runtime/auth.ts';
import type { Changes } from '#shared/store/changes.ts';
import { cursorAfter, idAfter } from './cursor.ts';
import { presentChange } from './present-change.ts';
import type { ChangeListQuery } from './schemas.ts';
import { viewerOf } from './viewer-of.ts';

export type Deps = { readonly changes: Pick<Changes, 'list'> };

const LIST = 'changes';

/** `since` is the id of the last change that was read, or a time; a cursor goes on from a page. */
const startOf = ({ since, cursor }: ChangeListQuery) => ({
  ...(since instanceof Date && { since }),
  ...(typeof since === 'number' && { after: since }),
  ...idAfter(LIST, cursor),
});

/** A page of what changed, oldest first: whoever has read one change has read all that come before it. */
export const listChanges = async (
  query: ChangeListQuery,
  principal: Principal,
  { changes }: Deps,
) => {
  const { cursor: _cursor, since: _since, ...filter } = query;
  const page = await changes.list({ ...filter, ...startOf(query) }, viewerOf(principal));
  return { changes: page.changes.map(presentChange), next: cursorAfter(LIST, page.next) };
};
