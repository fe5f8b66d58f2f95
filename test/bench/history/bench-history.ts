import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { Client } from 'pg';
import { resetDataFolder } from '#infra/local/data-folder.ts';
import { startStores } from '#infra/local/local-stores.ts';
import { changesIn } from '#shared/store/changes.ts';
import { openDatabase } from '#shared/store/database.ts';
import { digestsIn } from '#shared/store/digests.ts';
import { hostsIn } from '#shared/store/hosts.ts';
import { migrateDatabase } from '#shared/store/migrate.ts';
import { admin, createTask } from '#test/support/run-fixtures.ts';
import { type Measure, printTable } from '../print-table.ts';
import { largeGeneration } from './large-generation.ts';

/**
 * `npm run bench:history`: what history costs for a /16 with 6,500 hosts and 65,000 open ports, on a PostgreSQL of its own.
 * Nothing is probed.
 */
const RUNS = 6;
const COMPARISONS = 10;
const READS = 200;

const timed = async (samples: number[], work: () => Promise<unknown>): Promise<void> => {
  const startedAt = performance.now();
  await work();
  samples.push(performance.now() - startedAt);
};

/** A session of its own, which waits as long as it takes, and the processor time that Postgres spent in it. */
const sessionOf = async (url: string, stopping: AsyncDisposableStack) => {
  const client = new Client({ connectionString: url });
  await client.connect();
  stopping.defer(() => client.end());
  const { rows } = await client.query('select pg_backend_pid() as pid');
  const cpuMs = (): number => {
    const stat = readFileSync(`/proc/${rows[0].pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(stat[11]) + Number(stat[12])) * 10;
  };
  return { client, cpuMs };
};

const data = await mkdtemp(join(tmpdir(), 'netsweep-bench-'));
const stopping = new AsyncDisposableStack();
const samples = {
  swap: [],
  digest: [],
  digestCpu: [],
  compare: [],
  prune: [],
  calm: [],
  pruning: [],
} as Record<'swap' | 'digest' | 'digestCpu' | 'compare' | 'prune' | 'calm' | 'pruning', number[]>;
try {
  const { postgres, neon } = await startStores(data, () => {}, stopping);
  await migrateDatabase(postgres.url, neon.url);
  const db = openDatabase(postgres.url, neon.url);
  const session = await sessionOf(postgres.url, stopping);
  const digests = digestsIn(db);
  const changes = changesIn(db);
  const hosts = hostsIn(db);
  const task = await createTask(db, '10.64.0.0/16', '8000-8009');
  const runs: number[] = [];
  for (let version = 0; version < RUNS; version += 1) {
    const { runId, swapMs } = await largeGeneration(db, task, version);
    runs.push(runId);
    samples.swap.push(swapMs);
    // The first run has nothing to be held against.
    const before = session.cpuMs();
    await timed(version === 0 ? [] : samples.digest, () =>
      session.client.query('select netsweep_digest($1)', [runId]),
    );
    if (version > 0) samples.digestCpu.push(session.cpuMs() - before);
  }
  const [from = 0, to = 0] = [runs[0], runs.at(-1)];
  for (let i = 0; i < COMPARISONS; i += 1)
    await timed(samples.compare, () =>
      changes.between({ taskId: task.id, from, to }, { limit: 1000 }, admin),
    );
  const read = () => hosts.ofTask(task.id, { limit: 100 }, admin);
  for (let i = 0; i < READS; i += 1) await timed(samples.calm, read);
  await db.execute(sql`update netsweep_run set finished_at = finished_at - interval '91 days'`);
  let isPruning = true;
  const reading = async () => {
    while (isPruning) await timed(samples.pruning, read);
  };
  const reader = reading();
  for (let rows = 1; rows > 0; )
    await timed(samples.prune, async () => {
      rows = await digests.prune();
    });
  isPruning = false;
  await reader;
  const { rows } = await db.execute(
    sql`select (select count(*) from netsweep_host) as hosts, (select count(*) from netsweep_change) as changes`,
  );
  console.log(`load ${loadavg()[0]?.toFixed(1)}; left: ${JSON.stringify(rows[0])}\n`);
} finally {
  await stopping.disposeAsync();
  await resetDataFolder(data);
  await rm(data, { recursive: true });
}
const measure = (what: string, goal: string, of: readonly number[]): Measure => {
  return { what, unit: 'ms', goal, samples: of };
};
printTable([
  measure('the last commit of a run, which swaps the generation', '≤ 200', samples.swap),
  measure('working out its changes', '≤ 3000', samples.digest),
  measure('the same, processor time of Postgres', '-', samples.digestCpu),
  measure('comparing two runs, the first 1,000 differences', '≤ 2000', samples.compare),
  measure('letting go of 5,000 hosts at most', '-', samples.prune),
  measure('reading a page of 100 hosts, nothing else going on', '-', samples.calm),
  measure('the same while old generations go', '< 100 more', samples.pruning),
]);
