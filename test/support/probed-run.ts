import { sql } from 'drizzle-orm';
import type { Task } from '#shared/domain/task.ts';
import { attemptsIn } from '#shared/store/attempts.ts';
import type { Database } from '#shared/store/database.ts';
import { startRunsIn } from '#shared/store/start-runs.ts';
import { anOwner } from './run-fixtures.ts';

/** An address as a scanner may find it. */
export type Seen = {
  readonly ip: string;
  readonly tcp?: readonly number[];
  /** More of a port, such as its product, by number. */
  readonly behind?: Readonly<Record<number, object>>;
  readonly hostname?: string;
  readonly mac?: string;
  readonly answers_everything?: object;
};

const rowOf = ({ ip, tcp = [], behind = {}, ...rest }: Seen) => ({
  ip,
  ports: tcp.map((port) => ({
    protocol: 'tcp',
    port,
    state: 'open',
    reason: 'syn-ack',
    rttMs: 0.5,
    attempts: 1,
    ...behind[port],
  })),
  closed: 0,
  filtered: 0,
  open_filtered: 0,
  ...rest,
});

const take = async (db: Database, runId: number, owner = anOwner()) => {
  const chunk = await attemptsIn(db).take({ runId, chunkNo: 0 }, owner, 60_000);
  if (!chunk) throw new Error('the chunk could not be taken');
  return chunk;
};

const commit = async (db: Database, runId: number, seen: readonly Seen[]): Promise<void> => {
  const chunk = await take(db, runId);
  const hosts = JSON.stringify(seen.map(rowOf));
  await db.execute(sql`select netsweep_stage(${runId}, 0, ${chunk.attempt}, ${hosts}::jsonb)`);
  const tally = { online: seen.length, judged: 1, probesSent: 1, localFailures: 0 };
  if (!(await attemptsIn(db).commit(chunk, tally))) throw new Error('the commit was refused');
};

const loseForGood = async (db: Database, runId: number): Promise<void> => {
  for (let tries = 0; tries < 5; tries += 1) {
    const owner = anOwner();
    await attemptsIn(db).release(await take(db, runId, owner), owner, 'lost on purpose');
  }
};

/** A run of a task of one chunk that found these addresses and no other; its id. Where it is lost, its chunk fails for good. */
export const probedRun = async (
  db: Database,
  task: Task,
  seen: readonly Seen[],
  isLost = false,
): Promise<number> => {
  const [runId] = await startRunsIn(db)([task]);
  if (runId === undefined) throw new Error('no run was started');
  await (isLost ? loseForGood(db, runId) : commit(db, runId, seen));
  return runId;
};
