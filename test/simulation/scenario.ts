import { Client } from 'pg';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { z } from 'zod';
import { connect as connectFanout } from '#functions/fanout/connect.ts';
import { scanEvent } from '#functions/scanner/event.ts';
import { connect as connectScheduler } from '#functions/scheduler/connect.ts';
import { tick } from '#functions/scheduler/tick.ts';
import { sizeOf, storedNetwork } from '#shared/domain/network.ts';
import { countPorts, parsePorts } from '#shared/domain/ports.ts';
import { attemptsIn } from '#shared/store/attempts.ts';
import { openDatabase } from '#shared/store/database.ts';
import { enqueue } from '#shared/store/enqueue.ts';
import { runsIn } from '#shared/store/runs.ts';
import { scopesIn } from '#shared/store/scopes.ts';
import { startRunsIn } from '#shared/store/start-runs.ts';
import { admin, createTask } from '#test/support/run-fixtures.ts';
import { chunkWork } from './chunk-work.ts';
import { countStores } from './counted-stores.ts';
import { fanOuts } from './fan-outs.ts';
import { lambdaModel } from './lambda-model.ts';
import { memoryOverTime } from './memory-over-time.ts';
import { simulatedClock } from './simulated-clock.ts';

/** A process that simulates one run from the click to the last commit, over stores of its own; prints what that took as JSON. */
const scenario = z.object({
  postgres: z.string(),
  neon: z.string(),
  upstash: z.string(),
  token: z.string(),
  network: z.string(),
  ports: z.string(),
  rate: z.number(),
  /** Scanners that the fan-out keeps busy, and that Lambda gives at once. */
  scanners: z.number(),
  lost: z.number(),
  doubled: z.number(),
  seed: z.number(),
});
const input = scenario.parse(JSON.parse(process.argv[2] ?? ''));

/** Leases last minutes, so that seconds will do; asked at every jump it would be most of the work. */
const CLOCK_STEP_SECONDS = 1;
const TICK_MS = 60_000;
const LEASE_MS = 360_000;
const STAGE_EVERY = 500;

const realNow = Date.now.bind(Date);
const clock = simulatedClock(realNow());
const counts = countStores(clock, input.neon);
const random = xoroshiro128plus(input.seed);
const chance = (): number => (random.next() >>> 0) / 2 ** 32;

const environment = {
  NETSWEEP_SECRET_ID: 'stores',
  NETSWEEP_NEON_ENDPOINT: input.neon,
  NETSWEEP_POLICY: 'local',
  NETSWEEP_FANOUT_FUNCTION: 'fanout',
  NETSWEEP_NOTIFIER_FUNCTION: 'notifier',
  NETSWEEP_SCANNER_FUNCTION: 'scanner',
  NETSWEEP_WINDOW: 1,
} as const;
const secrets = {
  postgres_url: input.postgres,
  redis_url: input.upstash,
  redis_token: input.token,
};
const db = openDatabase(input.postgres, input.neon);
const stores = connectFanout(secrets, environment);
const schedulerStores = connectScheduler(secrets, environment);
const attempts = attemptsIn(db);
const ports = countPorts(parsePorts(input.ports));

const control = new Client({ connectionString: input.postgres });
await control.connect();
let offsetSeconds = 0;
/** Postgres's clock follows the simulated one. */
const follow = async (): Promise<void> => {
  const wanted = Math.round((clock.now() - realNow()) / 1000);
  if (Math.abs(wanted - offsetSeconds) < CLOCK_STEP_SECONDS) return;
  offsetSeconds = wanted;
  await control.query('update netsweep_clock set offset_seconds = $1', [wanted]);
};

/** What scanners write beside taking and committing, and found: not written here, since a row for each host would be the whole work. */
const beside = { heartbeats: 0, stages: 0, hosts: 0, probes: 0 };

const committed = new Set<number>();

/** A scanner: takes its chunk, works as long as the model says, commits. Postgres is asked for real. */
const scan = async (event: unknown): Promise<unknown> => {
  const { run_id: runId, chunk_no: chunkNo, owner, rate } = scanEvent.parse(event);
  const chunk = await attempts.take({ runId, chunkNo }, owner, LEASE_MS);
  if (chunk === null) return { outcome: 'refused', hosts: 0 };
  const addresses = Number(sizeOf(storedNetwork(chunk.slice)));
  const { ms, probesSent, hosts } = chunkWork(addresses, ports, rate);
  await clock.sleep(ms);
  beside.heartbeats += Math.floor(ms / 1000);
  beside.stages += Math.ceil(hosts / STAGE_EVERY);
  const tally = { online: 0, judged: addresses * ports, probesSent, localFailures: 0 };
  if (!(await attempts.commit(chunk, tally))) return { outcome: 'refused', hosts: 0 };
  // A chunk that is probed twice holds the same hosts.
  if (!committed.has(chunkNo)) beside.hosts += hosts;
  committed.add(chunkNo);
  beside.probes += probesSent;
  return { outcome: 'done', hosts };
};

const lambda = lambdaModel({ clock, chance, ...input, concurrency: input.scanners, work: scan });
const fans = fanOuts({
  clock,
  chance,
  stores,
  ...input,
  window: input.scanners,
  invokeScanner: lambda.invoke,
});

let runId = 0;
let ticks = 0;
let isOver = false;
let failure: unknown = null;

/** The API's part: the run is planned, its first chunks are queued, the bell rings. */
const click = async (): Promise<void> => {
  // Ticks end what no scope allows.
  await scopesIn(db).setDeployment([input.network]);
  const task = await createTask(db, input.network, input.ports, { rate: input.rate });
  [runId = 0] = await startRunsIn(db)([task]);
  await enqueue({ id: runId, key: task.key }, stores);
  await fans.ring();
};

/** The clock's part: a tick each minute, until the run is over. */
const tickEachMinute = async (): Promise<void> => {
  while (!isOver) {
    await clock.sleep(TICK_MS);
    ticks += 1;
    await tick({
      ...schedulerStores,
      ring: fans.ring,
      ringNotifier: async () => {},
      remainingMs: () => 60_000,
      warn: () => {},
    });
    const run = await runsIn(db).get(runId, admin);
    isOver = run?.finishedAt !== null && fans.counts.active === 0;
  }
};

const memory = memoryOverTime();
clock.install();
await follow();
const story = click()
  .then(tickEachMinute)
  .catch((error: unknown) => {
    failure = error;
    isOver = true;
  });
await clock.run(
  () => isOver,
  async () => {
    memory.look(clock.now());
    await clock.meanwhile(follow);
  },
);
await story;
if (failure !== null) throw failure;

const { rows } = await control.query(
  `select r.state, r.chunk_total, r.chunk_done, r.chunk_failed, r.addresses::float8 as addresses,
          extract(epoch from r.finished_at - r.created_at)::float8 as seconds,
          (select coalesce(sum(2 ^ (32 - masklen(c.slice))), 0)::float8 from netsweep_chunk c
            where c.run_id = r.id and c.state = 'done') as addresses_done
     from netsweep_run r where r.id = $1`,
  [runId],
);
await control.end();
const [run] = rows;
console.log(
  JSON.stringify({
    run,
    ticks,
    scanner: lambda.counts(),
    fanout: fans.counts,
    stores: counts,
    beside,
    memory: memory.summary(),
  }),
);
process.exit(0);
