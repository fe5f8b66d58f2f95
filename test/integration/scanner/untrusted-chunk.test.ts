import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { probeChunk } from '#functions/scanner/probe-chunk.ts';
import type { Engine } from '#shared/engine/engine.ts';
import { attemptsIn } from '#shared/store/attempts.ts';
import { openDatabase } from '#shared/store/database.ts';
import { hostsIn } from '#shared/store/hosts.ts';
import { planningIn } from '#shared/store/planning.ts';
import { scopesIn } from '#shared/store/scopes.ts';
import { identifyAll } from '#test/support/identify-all.ts';
import { admin, hostAt, startedRun } from '#test/support/run-fixtures.ts';
import { usePostgres } from '#test/support/stores.ts';

const { url, neonEndpoint } = await usePostgres();
const db = openDatabase(url, neonEndpoint);
await scopesIn(db).setDeployment(['127.0.0.0/8']);
const evidence = {
  network: '127.3.0.0/30',
  addresses: 4,
  asked: 16,
  open: 16,
  samplePorts: [1, 2, 3, 4],
};

/** An engine that finds one host, and ends as told. */
const engineThatEnds = (outcome: 'complete' | 'untrusted', address: string): Engine =>
  async function* sweep() {
    yield [{ ...hostAt(address), observations: [], answersEverything: evidence }];
    return { outcome, addresses: 4, up: 1, probes: 8, localFailures: 0 };
  };

const scan = (runId: number, engine: Engine) =>
  probeChunk(
    { v: 1, run_id: runId, chunk_no: 0, owner: randomUUID(), rate: 5000 },
    {
      attempts: attemptsIn(db),
      planning: planningIn(db),
      engine,
      identify: identifyAll,
      policy: 'local',
      inFlight: 10,
      deadlineAt: Date.now() + 30_000,
      log: () => undefined,
    },
  );

test('a chunk whose scanner did not see its own ports as they are is put back, and nothing of it counts', async () => {
  const { runId } = await startedRun(db, '127.2.0.0/30');
  expect(await scan(runId, engineThatEnds('untrusted', '127.2.0.0'))).toEqual({
    outcome: 'released',
    hosts: 0,
  });
  const { rows } = await db.execute(
    sql`select state, error from netsweep_chunk where run_id = ${runId}`,
  );
  expect(rows).toEqual([{ state: 'pending', error: expect.stringContaining('untrusted') }]);
  expect((await hostsIn(db).ofRun(runId, { limit: 10 }, admin))?.hosts).toEqual([]);
});

test('a neighbourhood that answers everything is one host with its evidence', async () => {
  const { runId } = await startedRun(db, '127.3.0.0/30');
  expect(await scan(runId, engineThatEnds('complete', '127.3.0.0'))).toEqual({
    outcome: 'done',
    hosts: 1,
  });
  expect((await hostsIn(db).ofRun(runId, { limit: 10 }, admin))?.hosts).toMatchObject([
    { ip: '127.3.0.0', ports: [], answersEverything: evidence },
  ]);
});
