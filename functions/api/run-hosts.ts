import type { Principal } from '#shared/runtime/auth.ts';
import type { Hosts } from '#shared/store/hosts.ts';
import { addressAfter, cursorAfter } from './cursor.ts';
import { found } from './found.ts';
import { presentHost } from './present-host.ts';
import type { PageQuery } from './schemas.ts';
import { viewerOf } from './viewer-of.ts';
import { withinBytes } from './within-bytes.ts';

export type Deps = { readonly hosts: Pick<Hosts, 'ofRun'> };

/** A page of the hosts of a run's committed chunks, in the order of their addresses. */
export const runHosts = async (
  runId: number,
  { limit, cursor }: PageQuery,
  principal: Principal,
  { hosts }: Deps,
) => {
  const list = `hosts of run ${runId}`;
  const at = { limit, ...addressAfter(list, cursor) };
  const page = found(await hosts.ofRun(runId, at, viewerOf(principal)), 'run');
  const { items, isCut } = withinBytes(page.hosts.map(presentHost));
  return {
    hosts: items,
    next: cursorAfter(list, isCut ? (items.at(-1)?.ip ?? null) : page.next),
    complete: page.complete,
  };
};
