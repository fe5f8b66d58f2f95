import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BUNDLE_FILE, writeBundle } from '#infra/bundling.ts';
import { startNeonEndpoint } from '#infra/local/neon-endpoint.ts';
import { startPostgres } from '#infra/local/postgres.ts';
import { startRedis } from '#infra/local/redis.ts';
import { startUpstashEndpoint } from '#infra/local/upstash-endpoint.ts';
import { migrateDatabase } from '#shared/store/migrate.ts';
import { type Outcome, outcome, printOutcomes } from './print-outcomes.ts';

/**
 * `npm run simulate [-- NETWORK]`: a run over a /8 (or what is named) by ten ports, with AWS's limits and mishaps, in minutes. The planner, the claims, the
 * window and every statement are the real ones, over a real Postgres and a real Redis; Lambda, the network that is probed
 * and time are simulated. Nothing is probed.
 */
const PLANS = [
  { name: '1,000 scanners', scanners: 1000 },
  { name: '10,000 scanners', scanners: 10_000 },
];
const [, , network = '10.0.0.0/8'] = process.argv;
const COMMON = {
  network,
  ports: '22,80,21,23,139,443,445,3306,3389,8080',
  rate: 1_000_000,
  lost: 0.01,
  doubled: 0.01,
  seed: 7,
};

/** Below the goal for the whole process, so that what is not needed is collected. */
const HEAP = '--max-old-space-size=160';

/** Stores that are kept in memory or not at all, for one plan. */
const withStores = async <T>(
  work: (stores: Record<'postgres' | 'neon' | 'upstash' | 'token', string>) => Promise<T>,
): Promise<T> => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'netsweep-simulate-'));
  // As root, Postgres runs as another user, who must get there.
  await chmod(dataFolder, 0o755);
  await using stopping = new AsyncDisposableStack();
  stopping.defer(() => rm(dataFolder, { recursive: true }));
  const how = { dataFolder, password: 'simulate', durable: false, log: () => {} };
  const postgres = await startPostgres(how);
  stopping.defer(postgres.stop);
  const redis = await startRedis(how);
  stopping.defer(redis.stop);
  const neon = await startNeonEndpoint({ postgresUrl: postgres.url });
  stopping.defer(neon.stop);
  const upstash = await startUpstashEndpoint({ redisUrl: redis.url, token: 'simulate' });
  stopping.defer(upstash.stop);
  await migrateDatabase(postgres.url, neon.url);
  const { url, token } = upstash;
  return await work({ postgres: postgres.url, neon: neon.url, upstash: url, token });
};

const simulate = (program: string, scanners: number): Promise<Outcome> =>
  withStores(async (stores) => {
    const input = JSON.stringify({ ...stores, ...COMMON, scanners });
    const { stdout } = await promisify(execFile)(process.execPath, [HEAP, program, input]);
    return outcome.parse(JSON.parse(stdout));
  });

const folder = await mkdtemp(join(tmpdir(), 'netsweep-simulate-bundle-'));
try {
  // Bundled, as the functions are, for a memory that says something of theirs.
  await writeBundle({ entry: 'test/simulation/scenario.ts' }, { outFolder: folder });
  const outcomes: [string, Outcome][] = [];
  for (const { name, scanners } of PLANS) {
    outcomes.push([name, await simulate(join(folder, BUNDLE_FILE), scanners)]);
  }
  printOutcomes(network, outcomes);
} finally {
  await rm(folder, { recursive: true });
}
