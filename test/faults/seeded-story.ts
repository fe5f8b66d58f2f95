import type { Pool } from 'pg';
import { type NextChunksDeps, nextChunks } from '#functions/fanout/next-chunks.ts';
import { DomainError } from '#shared/domain/errors.ts';
import type { Task } from '#shared/domain/task.ts';
import { attemptsIn, type TakenChunk } from '#shared/store/attempts.ts';
import type { Database } from '#shared/store/database.ts';
import { CRONTAB_HASH } from '#shared/store/redis-keys.ts';
import type { LiveRun } from '#shared/store/run-row.ts';
import { runsIn } from '#shared/store/runs.ts';
import { startRunsIn } from '#shared/store/start-runs.ts';
import { anOwner, hostAt } from '#test/support/run-fixtures.ts';
import { check, type Violation } from './checker.ts';
import type { Evidence } from './evidence.ts';
import { type History, newHistory } from './history.ts';
import { type Chance, chanceFrom } from './rig/chance.ts';

/** The stores, and what works on them in this process. */
export type World = {
  readonly db: Database;
  readonly postgres: Pool;
  readonly redis: Evidence['redis'];
  readonly fanOut: NextChunksDeps;
  /** One of the scheduler's; `meanwhile` happens just before it moves a field on. */
  readonly tick: (meanwhile: () => Promise<void>) => Promise<unknown>;
  readonly tasks: readonly Task[];
};

type Teller = World & { readonly chance: Chance; readonly history: History };
type Deed = () => Promise<unknown>;

const STEPS = 80;
const CHECKED_EVERY = 10;
const LEASE_MS = 60_000;
/** An old program's task. */
const FIELD = '127.0.0.200/30&22&';

/** Somebody clicks, whether or not the task is being probed. */
const startOf =
  ({ db, tasks, chance, history }: Teller): Deed =>
  async () => {
    const task = tasks[chance.below(tasks.length)];
    if (task === undefined) return;
    const [runId] = await startRunsIn(db)([task]).catch((error: unknown) => {
      if (error instanceof DomainError) return [];
      throw error;
    });
    if (runId !== undefined)
      history.record({ kind: 'start', outcome: 'ok', taskId: task.id, runId });
  };

/** Scanners take chunks; what they found they tell in their time, which may be past their lease. */
const scannersOf = ({ db, chance, history }: Teller) => {
  const attempts = attemptsIn(db);
  let waiting: { readonly chunk: TakenChunk; readonly online: number }[] = [];

  const commit = async ({ chunk, online }: (typeof waiting)[number]): Promise<void> => {
    const { runId, chunkNo, attempt } = chunk;
    const tally = { online, judged: 1, probesSent: 1, localFailures: 0 };
    const outcome = (await attempts.commit(chunk, tally)) ? 'ok' : 'fail';
    history.record({ kind: 'commit', outcome, runId, chunkNo, attempt });
  };

  return {
    begin: async (runId: number, chunkNo: number): Promise<void> => {
      const chunk = await attempts.take({ runId, chunkNo }, anOwner(), LEASE_MS);
      if (!chunk) return;
      const found = chance.happens(0.6) ? [hostAt(chunk.slice.replace('/32', ''))] : [];
      await attempts.stage(chunk, found);
      waiting.push({ chunk, online: found.length });
    },

    /** All scanners of a run at once. */
    finish: async (): Promise<void> => {
      const runId = waiting[chance.below(Math.max(1, waiting.length))]?.chunk.runId;
      const done = waiting.filter(({ chunk }) => chunk.runId === runId);
      waiting = waiting.filter((scanner) => !done.includes(scanner));
      await Promise.all(done.map(commit));
    },
  };
};

/** A fan-out claims chunks, and dies with some of them in its hands. */
const fanOutOf = (
  { db, fanOut, chance }: Teller,
  { begin }: Pick<ReturnType<typeof scannersOf>, 'begin'>,
): Deed => {
  const workOn = async (run: LiveRun): Promise<void> => {
    const jobs = (await nextChunks(run, 1 + chance.below(3), fanOut)) ?? [];
    for (const { chunkNo } of jobs) if (chance.happens(0.7)) await begin(run.id, chunkNo);
  };
  return async () => {
    for (const run of await runsIn(db).live()) await workOn(run);
  };
};

const readOf =
  ({ postgres, tasks, history }: Teller): Deed =>
  async () => {
    const { rows } = await postgres.query(
      `select t.id, t.active_run_id::int as generation, t.online_ip_num as online,
              (select count(*)::int from network_query_result v where v.network = t.network) as rows
         from network_query_task t where t.id = any($1)`,
      [tasks.map(({ id }) => id)],
    );
    for (const { id, ...seen } of rows)
      history.record({ kind: 'read', taskId: Number(id), ...seen });
  };

/** An old program schedules what it likes, also while the scheduler is at work. */
const editOf =
  ({ postgres, redis, chance, history }: Teller): Deed =>
  async () => {
    const { rows } = await postgres.query(
      'select floor(extract(epoch from netsweep_now()))::int as now',
    );
    const value = `[${rows[0].now + chance.below(60)}, ${rows[0].now + 100_000 + chance.below(1000)}]`;
    await redis('HSET', CRONTAB_HASH, FIELD, value);
    history.record({ kind: 'write-field', field: FIELD, value });
  };

const deedsOf = (teller: Teller): readonly [Deed, ...Deed[]] => {
  const scanners = scannersOf(teller);
  const [start, fanOut, read, edit] = [
    startOf(teller),
    fanOutOf(teller, scanners),
    readOf(teller),
    editOf(teller),
  ];
  const meanwhile = async (): Promise<void> => {
    if (teller.chance.happens(0.5)) await edit();
  };
  const tick = () => teller.tick(meanwhile);
  const pass = () =>
    teller.postgres.query('update netsweep_clock set offset_seconds = offset_seconds + 70');
  const { finish } = scanners;
  return [start, tick, tick, fanOut, fanOut, fanOut, finish, finish, pass, read, read, edit];
};

/**
 * A story as chance has it: clicks, ticks, fan-outs that die, scanners that are late. What happened, and what was found
 * wrong first, which ends it.
 */
export const tellStory = async (
  world: World,
  seed: number,
): Promise<{ history: History; violations: Violation[] }> => {
  const history = newHistory();
  const chance = chanceFrom(seed);
  const deeds = deedsOf({ ...world, chance, history });
  for (let step = 1; step <= STEPS; step += 1) {
    await chance.pick(deeds)();
    if (step % CHECKED_EVERY > 0) continue;
    const { postgres, redis } = world;
    const violations = await check({ history, postgres, redis, isSettled: false });
    if (violations.length > 0) return { history, violations };
  }
  return { history, violations: [] };
};
