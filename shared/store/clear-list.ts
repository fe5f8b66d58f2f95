import type { Quarantine } from './quarantine.ts';
import type { Slices } from './slices.ts';
import { tellApart } from './tell-apart.ts';
import type { WorkList } from './work-list.ts';

export type ClearListDeps = {
  readonly workList: Pick<WorkList, 'slicesOn' | 'clear'>;
  readonly slices: Pick<Slices, 'resolve'>;
  readonly quarantine: Pick<Quarantine, 'values'>;
  readonly clock: () => Promise<Date>;
};

/**
 * A run is over: what is left of its slices on its list goes. What somebody else wrote there in their form, and nobody
 * had come to look at, is kept in quarantine, once, however often this is done.
 */
export const clearList = async (
  list: string,
  runId: number | null,
  { workList, slices, quarantine, clock }: ClearListDeps,
): Promise<void> => {
  const left = runId === null ? [] : await workList.slicesOn(list);
  if (runId !== null && left.length > 0) {
    const { strange } = await tellApart(runId, left, slices);
    const values = strange.map(({ value }) => value);
    await quarantine.values(list, `clear:${runId}`, values, 'no chunk of its run', await clock());
  }
  await workList.clear(list, runId);
};
