import { setTimeout as sleep } from 'node:timers/promises';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { Pool } from 'pg';
import { attemptsIn } from '#shared/store/attempts.ts';
import type { Database } from '#shared/store/database.ts';
import { hostsIn } from '#shared/store/hosts.ts';
import { startRunsIn } from '#shared/store/start-runs.ts';
import { admin, anOwner, createTask, hostAt } from '#test/support/run-fixtures.ts';

/** Readers at once. */
const READERS = 8;
/** Chunks of a run; a generation is swapped by the last of them. */
const CHUNKS = 4;
const MOST_HOSTS = 12;

/** Each generation has as many hosts as its number says, which differs from that of the one before. */
const sizeOf = (generation: number): number => 1 + (generation % MOST_HOSTS);
const tally = { judged: 1, probesSent: 1, localFailures: 0 };

/** The same queries without Neon's HTTP, which would be most of what a read costs. */
const straightTo = (pool: Pool) => drizzle(pool) as unknown as Database;

type Asked = {
  readonly db: Database;
  readonly pool: Pool;
  readonly reads: number;
  readonly swaps: number;
};

/** A run of the task with so many hosts, spread over its chunks. */
const swap = async (db: Database, task: Awaited<ReturnType<typeof createTask>>, nth: number) => {
  const attempts = attemptsIn(db);
  const [runId = 0] = await startRunsIn(db)([task]);
  for (let chunkNo = 0; chunkNo < CHUNKS; chunkNo += 1) {
    const chunk = await attempts.take({ runId, chunkNo }, anOwner(), 60_000);
    if (!chunk) throw new Error('the chunk could not be taken');
    const first = Number(chunk.slice.split('.')[3]?.split('/')[0]);
    const mine = Array.from({ length: sizeOf(nth) }, (_, i) => i)
      .filter((i) => i % CHUNKS === chunkNo)
      .map((i) => hostAt(`127.0.0.${first + Math.floor(i / CHUNKS)}`));
    await attempts.stage(chunk, mine);
    await attempts.commit(chunk, { ...tally, online: mine.length });
  }
  return runId;
};

/**
 * Reads the hosts of a task, again and again, through what the API reads them with, while its generation is swapped:
 * until there were as many reads and swaps as asked. `torn`: reads that were no whole generation, or of an older one than
 * the reader had seen before.
 */
export const readsDuringSwaps = async (asked: Asked) => {
  const { db, pool } = asked;
  const hosts = hostsIn(straightTo(pool));
  // Ports enough that each of the four chunks is worth having.
  const task = await createTask(db, '127.0.0.0/28', '1-256');
  const sizes = new Map([[await swap(db, task, 0), sizeOf(0)]]);
  let [reads, swaps, empty] = [0, 0, 0];
  const seen: { generation: number; rows: number }[] = [];
  const torn: string[] = [];
  const isOver = () => reads >= asked.reads && swaps >= asked.swaps;

  const read = async (newest: number): Promise<number> => {
    const page = await hosts.ofTask(task.id, { limit: 1000 }, admin);
    const [generation, rows] = [page?.generation ?? 0, page?.hosts.length ?? 0];
    reads += 1;
    empty += rows === 0 ? 1 : 0;
    seen.push({ generation, rows });
    if (generation < newest) torn.push(`generation ${newest}, then ${generation}`);
    return generation;
  };
  const reader = async (): Promise<void> => {
    for (let newest = 0; !isOver(); ) newest = await read(newest);
  };
  /** Swaps are spread over the reads. */
  const swapper = async (): Promise<void> => {
    while (!isOver()) {
      if (swaps < asked.swaps && reads >= (swaps * asked.reads) / asked.swaps) {
        swaps += 1;
        sizes.set(await swap(db, task, swaps), sizeOf(swaps));
      } else await sleep(1);
    }
  };
  await Promise.all([swapper(), ...Array.from({ length: READERS }, reader)]);
  for (const { generation, rows } of seen)
    if (sizes.get(generation) !== rows)
      torn.push(`${rows} hosts of generation ${generation}, which has ${sizes.get(generation)}`);
  return {
    reads,
    swaps,
    torn,
    empty,
    generations: new Set(seen.map((one) => one.generation)).size,
  };
};
