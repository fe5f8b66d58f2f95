import type { Principal } from '#shared/runtime/auth.ts';
import type { hostsIn } from '#shared/store/hosts.ts';
import { addressAfter, cursorAfter } from './cursor.ts';
import { found } from './found.ts';
import { presentHost } from './present-host.ts';
import type { PageQuery } from './schemas.ts';
import { viewerOf } from './viewer-of.ts';

export type Deps = { readonly hosts: Pick<ReturnType<typeof hostsIn>, 'ofRun'> };

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
  return {
    hosts: page.hosts.map(presentHost),
    next: cursorAfter(list, page.next),
    complete: page.complete,
  };
};
