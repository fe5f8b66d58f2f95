import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { type ProbeDeps, probeChunk } from '#functions/scanner/probe-chunk.ts';
import type { Engine, Summary } from '#shared/engine/engine.ts';
import { attemptsIn } from '#shared/store/attempts.ts';
import { openDatabase } from '#shared/store/database.ts';
import { hostsIn } from '#shared/store/hosts.ts';
import { planningIn } from '#shared/store/planning.ts';
import { runsIn } from '#shared/store/runs.ts';
import { scopesIn } from '#shared/store/scopes.ts';
import { identifyAll } from '#test/support/identify-all.ts';
import { admin, hostAt, startedRun } from '#test/support/run-fixtures.ts';
import { usePostgres } from '#test/support/stores.ts';

const { url, neonEndpoint } = await usePostgres();
const db = openDatabase(url, neonEndpoint);
await scopesIn(db).setDeployment(['127.0.0.0/8']);

/** An engine that ends each time as told, and notes how many probes it was allowed in flight. */
const engineEnding = (ends: Pick<Summary, 'outcome' | 'localFailures'>[]) => {
  const allowed: number[] = [];
  const engine: Engine = async function* sweep(_targets, { inFlight }) {
    allowed.push(inFlight);
    yield [hostAt('127.2.0.0')];
    const end = ends.shift() ?? { outcome: 'complete', localFailures: 0 };
    return { ...end, addresses: 4, up: 1, probes: 8 };
  };
  return { allowed, engine };
};

const scanUntilOver = async (runId: number, engine: Engine) => {
  const deps: ProbeDeps = {
    attempts: attemptsIn(db),
    planning: planningIn(db),
    engine,
    identify: identifyAll,
    policy: 'local',
    inFlight: 800,
    deadlineAt: Date.now() + 30_000,
    log: () => undefined,
  };
  const event = { v: 1, run_id: runId, chunk_no: 0, rate: 5000 } as const;
  const outcomes = [];
  for (let nth = 0; nth < 6; nth += 1) {
    const { outcome } = await probeChunk({ ...event, owner: randomUUID() }, deps);
    outcomes.push(outcome);
    if (outcome !== 'released') break;
  }
  return outcomes;
};

test('a chunk that failed at our own end is tried again with half as much in flight, and its hosts count once', async () => {
  const { runId } = await startedRun(db, '127.2.0.0/30');
  const { allowed, engine } = engineEnding([
    { outcome: 'network-down', localFailures: 3 },
    { outcome: 'deadline', localFailures: 900 },
    { outcome: 'deadline', localFailures: 0 },
  ]);
  expect(await scanUntilOver(runId, engine)).toEqual(['released', 'released', 'released', 'done']);
  expect(allowed).toEqual([800, 400, 200, 800]);
  expect(await runsIn(db).get(runId, admin)).toMatchObject({ state: 'done', online: 1 });
  expect((await hostsIn(db).ofRun(runId, { limit: 10 }, admin))?.hosts).toHaveLength(1);
});

test('a chunk that fails at our own end every time is parked with the reason, and nobody is called down', async () => {
  const { runId } = await startedRun(db, '127.3.0.0/30');
  const always = Array.from({ length: 6 }, () => ({
    outcome: 'network-down' as const,
    localFailures: 2,
  }));
  const { engine } = engineEnding(always);
  await scanUntilOver(runId, engine);
  expect(await runsIn(db).get(runId, admin)).toMatchObject({
    state: 'failed',
    error: expect.stringMatching(/network-down; 2 local failures$/),
    online: 0,
  });
});
