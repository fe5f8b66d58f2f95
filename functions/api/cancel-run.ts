import type { WireRun } from '#shared/domain/wire.ts';
import type { Principal } from '#shared/runtime/auth.ts';
import type { Planning } from '#shared/store/planning.ts';
import { found } from './found.ts';
import { type Deps as GetDeps, getRun } from './get-run.ts';
import { viewerOf } from './viewer-of.ts';

export type Deps = GetDeps & { readonly planning: Pick<Planning, 'cancel'> };

/** Ends a run: no commit of it counts from here on. One that is over stays as it ended. */
export const cancelRun = async (id: number, principal: Principal, deps: Deps): Promise<WireRun> => {
  const viewer = viewerOf(principal);
  found(await deps.runs.get(id, viewer), 'run');
  await deps.planning.cancel(id, 'cancelled on request', viewer.actor);
  return getRun(id, principal, deps);
};
