import { Pool } from 'pg';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { nextChunks } from '#functions/fanout/next-chunks.ts';
import { attemptsIn, type TakenChunk } from '#shared/store/attempts.ts';
import type { Crontab } from '#shared/store/crontab.ts';
import { runsIn } from '#shared/store/runs.ts';
import { scopesIn } from '#shared/store/scopes.ts';
import { slicesIn } from '#shared/store/slices.ts';
import { startRunsIn } from '#shared/store/start-runs.ts';
import type { WorkList } from '#shared/store/work-list.ts';
import { anOwner, hostAt, startedRun } from '#test/support/run-fixtures.ts';
import { useScheduler } from '#test/support/scheduler.ts';
import { usePostgres, useRedis } from '#test/support/stores.ts';
import { check } from './checker.ts';
import { newHistory } from './history.ts';
import {
  clearedFirst,
  countingFinish,
  noFence,
  popping,
  readThenWritten,
  withEffects,
} from './mistakes.ts';

// A checker that finds nothing wrong proves nothing until it has found what is wrong: each of these five mistakes is
// made on purpose, in the very function that avoids it, and the same story is told with and without.

const postgres = await usePostgres();
const { db, stores, tick, command, hset } = await useScheduler(postgres, await useRedis());
const pool = new Pool({ connectionString: postgres.url });
afterAll(() => pool.end());
const attempts = attemptsIn(db);
const slices = slicesIn(db);
let history = newHistory();

beforeEach(async () => {
  await command('FLUSHALL');
  await db.execute(
    'truncate network_query_task, netsweep_run, netsweep_chunk, netsweep_host cascade',
  );
  await scopesIn(db).setDeployment(['127.0.0.0/8']);
  await pool.query('update netsweep_clock set offset_seconds = 0');
  history = newHistory();
});

const violated = async () => {
  const violations = await check({ history, postgres: pool, redis: command, isSettled: false });
  return [...new Set(violations.map(({ invariant }) => invariant))];
};

const take = async (runId: number, chunkNo: number): Promise<TakenChunk> => {
  const taken = await attempts.take({ runId, chunkNo }, anOwner(), 60_000);
  if (!taken) throw new Error(`chunk ${chunkNo} could not be taken`);
  return taken;
};
const tally = (online: number) => ({ online, judged: 1, probesSent: 1, localFailures: 0 });

describe('a fan-out that dies with a chunk in its hands', () => {
  const story = async (workList: WorkList) => {
    const { task, runId } = await startedRun(db, '127.0.0.0/26', '1-200');
    await tick();
    const run = await runsIn(db).liveByKey(task.key);
    if (!run) throw new Error(`run ${runId} is not live`);
    const { clock, quarantine } = stores;
    const deps = { slices, workList, quarantine, clock, warn: () => {} };
    // The jobs are never done: their fan-out is dead.
    expect(await nextChunks(run, 3, deps)).toHaveLength(3);
    return violated();
  };

  test('has lost nothing', async () => expect(await story(stores.workList)).toEqual([]));
  test('has lost it, where it was simply popped', async () =>
    expect(await story({ ...stores.workList, claim: popping(command) })).toEqual(['I13']));
});

describe('two last commits at once', () => {
  const story = async () => {
    const { runId } = await startedRun(db, '127.0.0.0/31', '1-2000');
    const chunks = [await take(runId, 0), await take(runId, 1)];
    const [first, second] = [await pool.connect(), await pool.connect()];
    const commit = 'select netsweep_commit($1, $2, $3, 0, 1, 1, 0)';
    const [a, b] = chunks.map(({ chunkNo, attempt }) => [runId, chunkNo, attempt]);
    await first.query('begin');
    await first.query(commit, a);
    const other = second.query(commit, b);
    // Long enough for the second to be done, where nothing makes it wait.
    await new Promise((resolve) => setTimeout(resolve, 200));
    await first.query('commit');
    await other;
    first.release();
    second.release();
  };

  test('end the run', async () => {
    await story();
    expect(await violated()).toEqual([]);
  });
  test('do not, where each counts what it sees', async () => {
    await withEffects(pool, countingFinish, story);
    expect(await violated()).toContain('I3');
  });
});

describe('a scanner that was paused past its lease, and then commits', () => {
  const story = async () => {
    const { runId } = await startedRun(db, '127.0.0.0/31', '22');
    const zombie = await take(runId, 0);
    await attempts.stage(zombie, [hostAt('127.0.0.1')]);
    await pool.query('update netsweep_clock set offset_seconds = 100');
    await slices.reap();
    await pool.query('update netsweep_clock set offset_seconds = 200');
    await attempts.stage(await take(runId, 0), [hostAt('127.0.0.0'), hostAt('127.0.0.1')]);
    await attempts.commit(zombie, tally(1));
  };

  test('is refused', async () => {
    await story();
    expect(await violated()).toEqual([]);
  });
  test('is taken at its word, where there is no fence', async () => {
    await withEffects(pool, noFence, story);
    expect(await violated()).toEqual(expect.arrayContaining(['I4', 'I9']));
  });
});

describe('a reader, while a task is probed again', () => {
  const read = async (taskId: number) => {
    const { rows } = await pool.query(
      `select t.active_run_id, t.online_ip_num, (select count(*)::int from network_query_result v where v.network = t.network) as rows
         from network_query_task t where t.id = $1`,
      [taskId],
    );
    const { active_run_id, online_ip_num: online, rows: seen } = rows[0];
    const generation = active_run_id === null ? null : Number(active_run_id);
    history.record({ kind: 'read', taskId, generation, online, rows: seen });
  };

  const story = async () => {
    const { task, runId } = await startedRun(db, '127.0.0.0/31', '22');
    const chunk = await take(runId, 0);
    await attempts.stage(chunk, [hostAt('127.0.0.1')]);
    await attempts.commit(chunk, tally(1));
    await read(task.id);
    await startRunsIn(db)([task]);
    await read(task.id);
  };

  test('sees what was found last', async () => {
    await story();
    expect(await violated()).toEqual([]);
  });
  test('sees nothing, where that is cleared first', async () => {
    await withEffects(pool, clearedFirst, story);
    expect(await violated()).toContain('I7');
  });
});

describe('an old program that writes a field just as its time has come', () => {
  const field = '127.0.0.0/30&22&';
  const now = Math.floor(Date.now() / 1000);
  const edit = `[${now + 7200}]`;

  const edits = async () => {
    await hset(field, edit);
    history.record({ kind: 'write-field', field, value: edit });
  };

  const story = async (advance: Crontab['advance']) => {
    await hset(field, `[${now - 5}, ${now + 3600}]`);
    await tick({ crontab: { ...stores.crontab, advance } });
    return violated();
  };

  test('keeps what it wrote', async () => {
    const advance: Crontab['advance'] = async (...step) => {
      await edits();
      return stores.crontab.advance(...step);
    };
    expect(await story(advance)).toEqual([]);
  });
  test('loses it, where the field is read, compared and then written', async () => {
    const advance = readThenWritten(command, stores.crontab, edits);
    expect(await story(advance)).toEqual(['I12']);
  });
});
