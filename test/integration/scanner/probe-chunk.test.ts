import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { patientAttempts } from '#functions/scanner/patient-attempts.ts';
import { probeChunk } from '#functions/scanner/probe-chunk.ts';
import { nodeLayer } from '#shared/engine/node-layer.ts';
import { sweepOn } from '#shared/engine/sweep.ts';
import { attemptsIn } from '#shared/store/attempts.ts';
import { openDatabase } from '#shared/store/database.ts';
import { planningIn } from '#shared/store/planning.ts';
import { runsIn } from '#shared/store/runs.ts';
import { scopesIn } from '#shared/store/scopes.ts';
import { identifyAll } from '#test/support/identify-all.ts';
import { admin, startedRun } from '#test/support/run-fixtures.ts';
import { usePostgres } from '#test/support/stores.ts';

const { url, neonEndpoint } = await usePostgres();
const db = openDatabase(url, neonEndpoint);
const runs = runsIn(db);
const planning = planningIn(db);
const facts: Record<string, unknown>[] = [];

const deps = {
  attempts: patientAttempts(attemptsIn(db)),
  planning,
  engine: sweepOn(nodeLayer()),
  identify: identifyAll,
  policy: 'local',
  inFlight: 100,
  log: (_: string, fact: Record<string, unknown>) => facts.push(fact),
} as const;

const scan = (
  runId: number,
  more: { owner?: string; deadlineAt?: number; policy?: 'lambda' } = {},
) => {
  const { owner = randomUUID(), deadlineAt = Date.now() + 30_000, ...rest } = more;
  const event = { v: 1, run_id: runId, chunk_no: 0, owner, rate: 5000 } as const;
  return probeChunk(event, { ...deps, ...rest, deadlineAt });
};

beforeEach(async () => {
  await db.execute('truncate network_query_task, netsweep_run, netsweep_chunk, netsweep_host');
  await scopesIn(db).setDeployment(['127.0.0.0/8']);
  facts.length = 0;
});

test('a chunk is probed and committed; asked again, it is refused', async () => {
  const { runId } = await startedRun(db, '127.0.0.0/30', '1-50');
  expect(await scan(runId)).toEqual({ outcome: 'done', hosts: 4 });
  expect(await scan(runId)).toEqual({ outcome: 'refused', hosts: 0 });
  expect(await runs.get(runId, admin)).toMatchObject({ state: 'done', online: 4, judged: 200 });
  expect(facts).toHaveLength(1);
});

test('the same invocation three times at once has one effect', async () => {
  const { runId } = await startedRun(db, '127.0.0.0/30', '1-50');
  const owner = randomUUID();
  await Promise.all([scan(runId, { owner }), scan(runId, { owner }), scan(runId, { owner })]);
  expect(await runs.get(runId, admin)).toMatchObject({ state: 'done', online: 4, judged: 200 });
});

test('a chunk that cannot be finished in time is given back whole', async () => {
  const { runId } = await startedRun(db, '127.0.0.0/30', '1-50');
  expect(await scan(runId, { deadlineAt: Date.now() - 1 })).toEqual({
    outcome: 'released',
    hosts: 0,
  });
  expect(await runs.get(runId, admin)).toMatchObject({ state: 'probing', chunks: { done: 0 } });
  expect(await scan(runId)).toEqual({ outcome: 'done', hosts: 4 });
});

test('a chunk that has left the scopes, or that this place may not probe, ends its run before a probe', async () => {
  const left = await startedRun(db, '127.0.1.0/30');
  await scopesIn(db).setDeployment(['127.0.0.0/24']);
  expect(await scan(left.runId)).toEqual({ outcome: 'refused', hosts: 0 });
  expect(await runs.get(left.runId, admin)).toMatchObject({
    state: 'cancelled',
    error: expect.stringContaining('scopes'),
  });
  const loopback = await startedRun(db, '127.0.0.0/30');
  expect(await scan(loopback.runId, { policy: 'lambda' })).toEqual({
    outcome: 'refused',
    hosts: 0,
  });
  expect(facts).toEqual([]);
});

test('a run that is cancelled stops its scanners within two heartbeats', async () => {
  const { runId } = await startedRun(db, '127.0.0.0/26', '1-400');
  const scanning = probeChunk(
    { v: 1, run_id: runId, chunk_no: 0, owner: randomUUID(), rate: 50 },
    { ...deps, deadlineAt: Date.now() + 60_000 },
  );
  await expect.poll(async () => (await runs.get(runId, admin))?.state).toBe('probing');
  const cancelledAt = Date.now();
  await planning.cancel(runId, 'asked for');
  expect(await scanning).toEqual({ outcome: 'refused', hosts: 0 });
  expect(Date.now() - cancelledAt).toBeLessThan(4000);
});
