import type { Digests } from '#shared/store/digests.ts';

/** Statements that let go of old generations in one tick: the next one goes on. */
const MOST_PRUNED = 20;

export type LookBackDeps = {
  readonly digests: Digests;
  readonly isLate: () => boolean;
};

/** Works out what finished runs changed, where nobody has yet, and lets go of old generations. */
export const lookBack = async ({ digests, isLate }: LookBackDeps): Promise<{ changes: number }> => {
  let changes = 0;
  for (const runId of await digests.waiting()) {
    if (isLate()) break;
    changes += await digests.digest(runId);
  }
  for (let i = 0; i < MOST_PRUNED && !isLate(); i += 1) {
    if ((await digests.prune()) === 0) break;
  }
  return { changes };
};
