import type { Quarantine } from './quarantine.ts';
import type { Slices } from './slices.ts';
import { tellApart } from './tell-apart.ts';
import type { WorkList } from './work-list.ts';

export type ClearListDeps = {
  readonly workList: Pick<WorkList, 'slicesOn' | 'ownerOf' | 'clear'>;
  readonly slices: Pick<Slices, 'resolve'>;
  readonly quarantine: Pick<Quarantine, 'values'>;
  readonly clock: () => Promise<Date>;
};

/** Keeps what of a list is no chunk of the run whose list it is, once, however often this is done. */
const keepStrange = async (
  list: string,
  runId: number,
  { workList, slices, quarantine, clock }: ClearListDeps,
): Promise<void> => {
  const left = await workList.slicesOn(list);
  // By now the list may be that of the task's next run, whose slices are strange to this one.
  if (left.length === 0 || (await workList.ownerOf(list)) !== runId) return;
  const { strange } = await tellApart(runId, left, slices);
  const values = strange.map(({ value }) => value);
  await quarantine.values(list, `clear:${runId}`, values, 'no chunk of its run', await clock());
};

/**
 * A run is over: what is left of its slices on its list goes. What somebody else wrote there in their form, and nobody
 * had come to look at, is kept in quarantine. Null: no run's slices are on the list.
 */
export const clearList = async (
  list: string,
  runId: number | null,
  deps: ClearListDeps,
): Promise<void> => {
  if (runId !== null) await keepStrange(list, runId, deps);
  await deps.workList.clear(list, runId);
};
