import { randomUUID } from 'node:crypto';
import { parseCidr } from '#shared/domain/network.ts';
import { passing } from '#shared/runtime/kill-points.ts';
import { topUp } from '#shared/store/enqueue.ts';
import type { LiveRun } from '#shared/store/run-row.ts';
import type { Slices } from '#shared/store/slices.ts';
import type { Claimed, WorkList } from '#shared/store/work-list.ts';

/** A chunk to have probed, and the list item that stands for it. */
export type Job = { readonly run: LiveRun; readonly chunkNo: number; readonly item: Claimed };

/** How long an item is ours without a word; a chunk that is probed longer is only offered to somebody in vain. */
const LEASE_MS = 120_000;

export type NextChunksDeps = {
  readonly slices: Pick<Slices, 'nextSlices' | 'resolve'>;
  readonly workList: Pick<WorkList, 'claim' | 'acknowledge' | 'extend' | 'push'>;
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
  return (await topUp(run, deps)) > 0 ? claim(run, most, deps) : claimed;
};

/**
 * Claims chunks of a run; null when the run's list is another's by now. An item that is no chunk of it is dropped: part
 * of a chunk is covered by that chunk, and anything else is not what the run was planned for.
 */
export const nextChunks = async (
  run: LiveRun,
  most: number,
  deps: NextChunksDeps,
): Promise<Job[] | null> => {
  const { isOurs, items } = await claimItems(run, most, deps);
  if (!isOurs) return null;
  const values = items.map((item) => item.value).filter((value) => parseCidr(value) !== null);
  const found = values.length > 0 ? await deps.slices.resolve(run.id, values) : [];
  const chunks = new Map(
    found.filter(({ exact }) => exact).map((row) => [row.value, row.chunk_no]),
  );
  const jobs = items.flatMap((item) => {
    const chunkNo = chunks.get(item.value);
    return chunkNo === undefined ? [] : [{ run, chunkNo, item }];
  });
  const others = items.filter((item) => !chunks.has(item.value));
  if (others.length > 0) {
    await deps.workList.acknowledge(run.key, others);
    const strange = items.length - jobs.length - (found.length - chunks.size);
    if (strange > 0)
      deps.warn('a list holds items that are no chunk of its run', { key: run.key, strange });
  }
  return jobs;
};
