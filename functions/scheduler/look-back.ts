import type { Digests } from '#shared/store/digests.ts';
import type { Telling } from '#shared/store/telling.ts';

/** Statements that let go of old generations in one tick: the next one goes on. */
const MOST_PRUNED = 20;

export type LookBackDeps = {
  readonly digests: Digests;
  readonly telling: Telling;
  /** Rings the notifier. */
  readonly ringNotifier: () => Promise<void>;
  readonly warn: (message: string, facts: Record<string, unknown>) => void;
  readonly isLate: () => boolean;
};

/** The changes that were new. Runs of a task after one whose changes cannot be worked out wait until it is given up. */
const digestAll = async ({ digests, warn, isLate }: LookBackDeps): Promise<number> => {
  const stuck = new Set<number>();
  let changes = 0;
  for (const { id, taskId } of await digests.waiting()) {
    if (isLate()) break;
    if (stuck.has(taskId)) continue;
    const found = await digests.digest(id);
    if (found === null) {
      stuck.add(taskId);
      warn('the changes of a run could not be worked out', { run_id: id });
    } else changes += found;
  }
  return changes;
};

/** Works out what finished runs changed, where nobody has yet, has it told, and lets go of what is old. */
export const lookBack = async (deps: LookBackDeps): Promise<{ changes: number }> => {
  const { digests, telling, ringNotifier, isLate } = deps;
  const changes = await digestAll(deps);
  if (await telling.isDue()) await ringNotifier();
  for (let i = 0; i < MOST_PRUNED && !isLate(); i += 1) {
    if ((await digests.prune()) === 0) break;
  }
  if (!isLate()) await telling.forget();
  return { changes };
};
