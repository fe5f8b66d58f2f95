import type { WireExclusion } from '#shared/domain/wire.ts';
import type { Principal } from '#shared/runtime/auth.ts';
import type { Exclusion, Exclusions } from '#shared/store/exclusions.ts';
import type { ExclusionRequest } from './admin-schemas.ts';
import { cursorAfter, idAfter } from './cursor.ts';
import { found } from './found.ts';
import type { PageQuery } from './schemas.ts';
import { viewerOf } from './viewer-of.ts';

export type Deps = {
  readonly exclusions: Pick<Exclusions, 'list' | 'create' | 'remove'>;
};

const presentExclusion = ({ id, cidr, reason, createdAt }: Exclusion): WireExclusion => ({
  id,
  cidr,
  reason,
  created_at: createdAt.toISOString(),
});

/** A page of the opt-out list in the order of ids. */
export const listExclusions = async ({ limit, cursor }: PageQuery, { exclusions }: Deps) => {
  const page = await exclusions.list({ limit, ...idAfter('exclusions', cursor) });
  const next = cursorAfter('exclusions', page.next);
  return { exclusions: page.rows.map(presentExclusion), next };
};

/** From here on nobody probes the range: chunks in which it is being probed are begun again without it. */
export const createExclusion = async (
  { cidr, reason }: ExclusionRequest,
  principal: Principal,
  { exclusions }: Deps,
): Promise<WireExclusion> =>
  presentExclusion(await exclusions.create(cidr, reason, viewerOf(principal).actor));

export const deleteExclusion = async (
  id: number,
  principal: Principal,
  { exclusions }: Deps,
): Promise<void> => {
  found((await exclusions.remove(id, viewerOf(principal).actor)) || null, 'exclusion');
};
