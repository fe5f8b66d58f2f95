import { randomUUID } from 'node:crypto';
import { passing } from '#shared/runtime/kill-points.ts';
import type { Claimed } from '#shared/store/claimed.ts';
import { topUp } from '#shared/store/enqueue.ts';
import type { Quarantine } from '#shared/store/quarantine.ts';
import type { LiveRun } from '#shared/store/run-row.ts';
import type { Slices } from '#shared/store/slices.ts';
import { tellApart } from '#shared/store/tell-apart.ts';
import type { WorkList } from '#shared/store/work-list.ts';

/** A chunk to have probed, and the list item that stands for it. */
export type Job = { readonly run: LiveRun; readonly chunkNo: number; readonly item: Claimed };

/** How long an item is ours without a word; a chunk that is probed longer is only offered to somebody in vain. */
const LEASE_MS = 120_000;

export type NextChunksDeps = {
  readonly slices: Pick<Slices, 'nextSlices' | 'resolve'>;
  readonly workList: Pick<WorkList, 'claim' | 'acknowledge' | 'extend' | 'push'>;
  readonly quarantine: Pick<Quarantine, 'items'>;
  readonly clock: () => Promise<Date>;
  readonly warn: (message: string, facts: Record<string, unknown>) => void;
};

/** Claims items; those of the task's next run, which took over the list just now, are put back for it. */
const claim = async (run: LiveRun, most: number, { workList, clock }: NextChunksDeps) => {
  const now = await clock();
  const { owner, items } = await workList.claim(run.key, randomUUID(), now, LEASE_MS, most);
  passing('fan.after_claim');
  const isOurs = owner === null || owner === run.id;
  if (!isOurs) await workList.extend(run.key, items, now);
  return { isOurs, items: isOurs ? items : [] };
};

/** Claims items; an empty list is topped up from Postgres first. */
const claimItems = async (run: LiveRun, most: number, deps: NextChunksDeps) => {
  const claimed = await claim(run, most, deps);
  if (!claimed.isOurs || claimed.items.length > 0) return claimed;
  const added = await topUp(run, deps);
  passing('fan.after_top_up');
  return added > 0 ? claim(run, most, deps) : claimed;
};

/**
 * Claims chunks of a run; null when the run's list is another's by now. Part of a chunk is dropped, since that chunk
 * covers it; what else is no chunk of the run is not what it was planned for, and is set aside.
 */
export const nextChunks = async (
  run: LiveRun,
  most: number,
  deps: NextChunksDeps,
): Promise<Job[] | null> => {
  const { isOurs, items } = await claimItems(run, most, deps);
  if (!isOurs) return null;
  const { chunks, covered, strange } = await tellApart(run.id, items, deps.slices);
  await deps.workList.acknowledge(run.key, covered);
  if (strange.length > 0) {
    deps.warn('a list holds items that are no chunk of its run', {
      key: run.key,
      strange: strange.length,
    });
    await deps.quarantine.items(run.key, strange, 'no chunk of its run', await deps.clock());
  }
  return chunks.map((chunk) => ({ run, ...chunk }));
};
