import { sql } from 'drizzle-orm';
import { Pool } from 'pg';
import { afterAll, expect, test } from 'vitest';
import { attemptsIn } from '#shared/store/attempts.ts';
import { openDatabase } from '#shared/store/database.ts';
import { hostsIn } from '#shared/store/hosts.ts';
import { planningIn } from '#shared/store/planning.ts';
import { startRunsIn } from '#shared/store/start-runs.ts';
import { tasksIn } from '#shared/store/tasks.ts';
import { readsDuringSwaps } from '#test/faults/reads/reads-during-swaps.ts';
import { admin, anOwner, createTask, hostAt } from '#test/support/run-fixtures.ts';
import { usePostgres } from '#test/support/stores.ts';

const { url, neonEndpoint } = await usePostgres();
const db = openDatabase(url, neonEndpoint);
const postgres = new Pool({ connectionString: url, max: 4 });
afterAll(() => postgres.end());
const attempts = attemptsIn(db);
const tally = { judged: 1, probesSent: 1, localFailures: 0 };

const start = async (task: Awaited<ReturnType<typeof createTask>>): Promise<number> => {
  const [runId = 0] = await startRunsIn(db)([task]);
  return runId;
};
/** The one chunk of a run, taken, with what a scanner found there. */
const found = async (runId: number, ...addresses: string[]) => {
  const chunk = await attempts.take({ runId, chunkNo: 0 }, anOwner(), 60_000);
  if (!chunk) throw new Error('the chunk could not be taken');
  await attempts.stage(chunk, addresses.map(hostAt));
  return { chunk, tally: { ...tally, online: addresses.length } };
};
const seen = async (taskId: number) =>
  (await hostsIn(db).ofTask(taskId, { limit: 10 }, admin))?.hosts.map(({ ip }) => ip);

test('F37: a run that was ended for a newer one commits nothing after it', async () => {
  const task = await createTask(db, '10.1.0.0/32');
  const old = await start(task);
  const late = await found(old, '10.1.0.0');
  await planningIn(db).cancel(old, 'somebody wants a newer one');
  const current = await start(task);
  const { chunk, tally: none } = await found(current);
  expect(await attempts.commit(chunk, none)).toBe(true);
  expect(await attempts.commit(late.chunk, late.tally)).toBe(false);
  expect(await seen(task.id)).toEqual([]);
});

test('F37: should two runs of a task ever be live, the newer one stays the generation', async () => {
  const task = await createTask(db, '10.1.1.0/32');
  const old = await found(await start(task), '10.1.1.0');
  // What the schema forbids.
  await db.execute(sql`drop index one_live_run`);
  const currentRun = await start(task);
  const current = await found(currentRun);
  expect(await attempts.commit(current.chunk, current.tally)).toBe(true);
  expect(await attempts.commit(old.chunk, old.tally)).toBe(true);
  await db.execute(
    sql`create unique index one_live_run on netsweep_run (task_id) where state in ('planned', 'queued', 'probing', 'paused')`,
  );
  expect(await seen(task.id)).toEqual([]);
  expect(await tasksIn(db).get(task.id, admin)).toMatchObject({
    onlineIpNum: 0,
    status: 'done',
    lastRunId: currentRun,
  });
});

test('F38: readers of a task during swaps see whole generations, and never an older one again', async () => {
  const { reads, swaps, torn, empty } = await readsDuringSwaps({
    db,
    pool: postgres,
    reads: 1000,
    swaps: 5,
  });
  expect({ torn, empty }).toEqual({ torn: [], empty: 0 });
  expect(reads).toBeGreaterThanOrEqual(1000);
  expect(swaps).toBeGreaterThanOrEqual(5);
});

test('F38: the pages of one reader are of one generation, whatever is swapped in between', async () => {
  const task = await createTask(db, '10.1.2.0/30');
  const generation = async (...addresses: string[]) => {
    const { chunk, tally: all } = await found(await start(task), ...addresses);
    expect(await attempts.commit(chunk, all)).toBe(true);
  };
  const hosts = hostsIn(db);
  await generation('10.1.2.0', '10.1.2.1');
  const first = await hosts.ofTask(task.id, { limit: 1 }, admin);
  await generation('10.1.2.2');
  const at = { limit: 1, after: first?.next ?? '', generation: first?.generation ?? 0 };
  const second = await hosts.ofTask(task.id, at, admin);
  expect(second?.hosts.map(({ ip }) => ip)).toEqual(['10.1.2.1']);
  expect(await seen(task.id)).toEqual(['10.1.2.2']);
  // Neither what is no generation yet nor what is another task's is one of its.
  const live = await start(task);
  const refusal = { code: 'validation-error', errors: [{ code: 'generation-gone' }] };
  const ofLive = hosts.ofTask(task.id, { ...at, generation: live }, admin);
  await expect(ofLive).rejects.toMatchObject(refusal);
  const other = await createTask(db, '10.1.3.0/32');
  await expect(hosts.ofTask(other.id, at, admin)).rejects.toMatchObject(refusal);
});
