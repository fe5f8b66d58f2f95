import type { WireRun } from '#shared/domain/wire.ts';
import type { Principal } from '#shared/runtime/auth.ts';
import type { Planning } from '#shared/store/planning.ts';
import { found } from './found.ts';
import { type Deps as GetDeps, getRun } from './get-run.ts';
import { type Deps as GoingDeps, setGoing } from './set-going.ts';
import { viewerOf } from './viewer-of.ts';

export type Deps = GetDeps & GoingDeps & { readonly planning: Pick<Planning, 'resume'> };

/** Lets a paused run go on. One that is not paused stays as it is. */
export const resumeRun = async (id: number, principal: Principal, deps: Deps): Promise<WireRun> => {
  const viewer = viewerOf(principal);
  found(await deps.runs.get(id, viewer), 'run');
  const key = await deps.planning.resume(id, viewer.actor);
  if (key !== null) await setGoing([{ id, key }], deps);
  return getRun(id, principal, deps);
};
