import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { nextChunks } from '#functions/fanout/next-chunks.ts';
import { attemptsIn } from '#shared/store/attempts.ts';
import { clearList } from '#shared/store/clear-list.ts';
import { setClock } from '#shared/store/clock.ts';
import { NETWORK_QUEUE, QUARANTINE } from '#shared/store/redis-keys.ts';
import { runsIn } from '#shared/store/runs.ts';
import { scopesIn } from '#shared/store/scopes.ts';
import { anOwner, startedRun } from '#test/support/run-fixtures.ts';
import { useScheduler } from '#test/support/scheduler.ts';
import { usePostgres, useRedis } from '#test/support/stores.ts';

// A fan-out that stood still for two minutes was taken for dead: its networks are another's by then, and its chunks.

const { db, stores, tick, command } = await useScheduler(await usePostgres(), await useRedis());
const attempts = attemptsIn(db);
const { workList, slices, quarantine, clock } = stores;
const fanOut = { workList, slices, quarantine, clock, warn: () => {} };
const LEASE_MS = 120_000;

beforeEach(async () => {
  await command('FLUSHALL');
  await db.execute(
    'truncate network_query_task, netsweep_run, netsweep_chunk, netsweep_host cascade',
  );
  await scopesIn(db).setDeployment(['127.0.0.0/8']);
  await setClock(db, 0);
});

/** A run on its list, with its network and its first chunks in the hands of a fan-out. */
const claimedRun = async () => {
  const { task, runId } = await startedRun(db, '127.0.0.0/26', '1-200');
  await tick();
  const run = await runsIn(db).liveByKey(task.key);
  if (!run) throw new Error(`run ${runId} is not live`);
  const claimed = await workList.claim(NETWORK_QUEUE, randomUUID(), await clock(), LEASE_MS, 1);
  const [name] = claimed.items;
  if (!name) throw new Error(`${task.key} is not queued`);
  await nextChunks(run, 3, fanOut);
  return { run, name };
};

/** Scanners that nobody waits for any more commit all chunks of the run. */
const probeAll = async (runId: number): Promise<void> => {
  const none = { online: 0, judged: 1, probesSent: 1, localFailures: 0 };
  for (let chunkNo = 0; ; chunkNo += 1) {
    const taken = await attempts.take({ runId, chunkNo }, anOwner(), 360_000);
    if (!taken) return;
    await attempts.commit(taken, none);
  }
};

const inRedis = async () => ({
  queue: await command('LRANGE', NETWORK_QUEUE, '0', '-1'),
  work: await command('KEYS', '*127.0.0.0/26&*'),
  leases: await command('KEYS', 'netsweep:lease:*'),
});
const NOTHING = { queue: [], work: [], leases: [] };

test('a fan-out that looks for more of a run that is over does not queue its network again', async () => {
  const { run, name } = await claimedRun();
  await probeAll(run.id);
  await workList.clear(run.key, run.id);
  await workList.leave(name);
  expect(await nextChunks(run, 3, fanOut)).toEqual([]);
  expect(await inRedis()).toEqual(NOTHING);
});

test('what was claimed of a run that ended without its fan-out is gone after the next tick', async () => {
  const { run, name } = await claimedRun();
  await command('DEL', run.key);
  // All that is left is being probed for somebody who is dead: another fan-out lets the network go.
  await workList.leave(name);
  await probeAll(run.id);
  await tick();
  expect(await inRedis()).toEqual(NOTHING);
});

test('what went back on the list of a run that ended without its fan-out is gone after the next tick', async () => {
  const { run, name } = await claimedRun();
  await command('DEL', run.key);
  await workList.leave(name);
  await setClock(db, LEASE_MS / 1000 + 1);
  // It was not dead: it goes on, with its network lost, takes one of its chunks again, and dies.
  expect(await nextChunks(run, 1, fanOut)).toHaveLength(1);
  expect(await command('LLEN', run.key)).toBe(2);
  await probeAll(run.id);
  await tick();
  expect(await inRedis()).toEqual(NOTHING);
});

test('what an old program wrote to the list of a run that ended before anybody looked at it is kept aside, once', async () => {
  const { run, name } = await claimedRun();
  const strange = ['127.0.0.0/24', '10.9.9.9/32', 'rm -rf /'];
  await command('RPUSH', run.key, ...strange, '127.0.0.8/32');
  await probeAll(run.id);
  await clearList(run.key, run.id, fanOut);
  await workList.leave(name);
  await tick();
  expect(await inRedis()).toEqual(NOTHING);
  const kept = z.array(z.string()).parse(await command('LRANGE', QUARANTINE, '0', '-1'));
  expect(kept.map((entry) => JSON.parse(entry))).toEqual(
    strange.map((what) => expect.objectContaining({ what, reason: 'no chunk of its run' })),
  );
});

test('slices of the next run, which took over the list meanwhile, are not kept aside as strange to the one before', async () => {
  const { run } = await claimedRun();
  await probeAll(run.id);
  await workList.push({ id: run.id + 1, key: run.key }, 'of the next run', ['127.0.0.0/25']);
  await clearList(run.key, run.id, fanOut);
  expect(await quarantine.size()).toBe(0);
  expect(await workList.ownerOf(run.key)).toBe(run.id + 1);
});

test('the list of a run that is held up stays', async () => {
  const { run } = await claimedRun();
  await stores.planning.pause(run.id);
  await tick();
  expect(await workList.ownerOf(run.key)).toBe(run.id);
});
