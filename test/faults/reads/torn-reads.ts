import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { Pool } from 'pg';
import { startNeonEndpoint } from '#infra/local/neon-endpoint.ts';
import { startPostgres } from '#infra/local/postgres.ts';
import { openDatabase } from '#shared/store/database.ts';
import { migrateDatabase } from '#shared/store/migrate.ts';
import { whole } from '#test/faults/nemesis/whole.ts';
import { readsDuringSwaps } from './reads-during-swaps.ts';

const asked = new Command('torn-reads')
  .description('reads the hosts of a task through the store while its generation is swapped')
  .option('--reads <n>', 'reads', whole, 100_000)
  .option('--swaps <n>', 'swaps, spread over the reads', whole, 100)
  .parse()
  .opts<{ reads: number; swaps: number }>();

const dataFolder = await mkdtemp(join(tmpdir(), 'netsweep-torn-reads-'));
await using stopping = new AsyncDisposableStack();
stopping.defer(() => rm(dataFolder, { recursive: true, force: true }));
const postgres = await startPostgres({ dataFolder, password: 'reads', log: () => {} });
stopping.defer(() => postgres.stop());
const neon = await startNeonEndpoint({ postgresUrl: postgres.url });
stopping.defer(() => neon.stop());
await migrateDatabase(postgres.url, neon.url);
const pool = new Pool({ connectionString: postgres.url, max: 8 });
// A connection that is closing when Postgres is told to stop hears of it.
pool.on('error', () => {});
stopping.defer(() => pool.end());
const db = openDatabase(postgres.url, neon.url);
const startedAt = performance.now();
const { torn, ...said } = await readsDuringSwaps({ db, pool, ...asked });
const seconds = Math.round((performance.now() - startedAt) / 1000);
console.log(JSON.stringify({ ...said, torn: torn.length, seconds }));
for (const one of torn.slice(0, 20)) console.log(one);
process.exitCode = torn.length + said.empty > 0 ? 1 : 0;
