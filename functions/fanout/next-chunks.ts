import { randomUUID } from 'node:crypto';
import { parseCidr } from '#shared/domain/network.ts';
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
  readonly workList: Pick<WorkList, 'claim' | 'acknowledge' | 'push'>;
  readonly clock: () => Promise<Date>;
  readonly warn: (message: string, facts: Record<string, unknown>) => void;
};

const claim = async (run: LiveRun, most: number, { workList, clock }: NextChunksDeps) =>
  workList.claim(run.key, randomUUID(), await clock(), LEASE_MS, most);

/** Claims items; an empty list is topped up from Postgres first. */
const claimItems = async (run: LiveRun, most: number, deps: NextChunksDeps): Promise<Claimed[]> => {
  const items = await claim(run, most, deps);
  if (items.length > 0) return items;
  return (await topUp(run, deps)) > 0 ? claim(run, most, deps) : [];
};

/**
 * Claims chunks of a run. An item that is no chunk of it is dropped: part of a chunk is covered by that chunk, and
 * anything else is not what the run was planned for.
 */
export const nextChunks = async (
  run: LiveRun,
  most: number,
  deps: NextChunksDeps,
): Promise<Job[]> => {
  const items = await claimItems(run, most, deps);
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
