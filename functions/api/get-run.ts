import type { Policy } from '#shared/domain/forbidden.ts';
import type { WireRun } from '#shared/domain/wire.ts';
import type { Principal } from '#shared/runtime/auth.ts';
import type { Runs } from '#shared/store/runs.ts';
import { found } from './found.ts';
import { presentRun } from './present-run.ts';
import { viewerOf } from './viewer-of.ts';

export type Deps = {
  readonly runs: Pick<Runs, 'get'>;
  readonly policy: Policy;
  readonly now: () => Promise<Date>;
};

/** A run and how far it is. */
export const getRun = async (
  id: number,
  principal: Principal,
  { runs, policy, now }: Deps,
): Promise<WireRun> => {
  const [run, at] = await Promise.all([runs.get(id, viewerOf(principal)), now()]);
  return presentRun(found(run, 'run'), policy, at);
};
