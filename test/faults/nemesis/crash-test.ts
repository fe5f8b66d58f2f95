import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { check } from '#test/faults/checker.ts';
import { chunkFates } from '#test/faults/chunk-fates.ts';
import { newHistory } from '#test/faults/history.ts';
import { chanceFrom } from '#test/faults/rig/chance.ts';
import { startRig } from '#test/faults/rig/rig.ts';
import { settle } from '#test/faults/rig/settle.ts';
import { listenOn } from '#test/support/listeners.ts';
import { whole } from './whole.ts';

/** Each chunk is one address, with as many ports as make a chunk; a run has sixteen. */
const PORTS = 1024;
const CHUNKS_OF_RUN = 16;
/** Of each, the newest 30 runs keep their chunks: room for more than are asked for. */
const TASKS = 48;
/** While a second passes, so many do on the one clock: a lease runs out in six. */
const TIME_FLIES = 60;
const VICTIMS = ['scanner', 'scanner', 'scanner', 'fanout', 'scheduler', 'api'] as const;

const { kills, chunks, seed } = new Command('crash-test')
  .description(
    'processes of a live stack are killed while it probes many chunks; then everything is checked',
  )
  .option('--kills <n>', 'SIGKILLs', whole, 2000)
  .option('--chunks <n>', 'chunks to be probed', whole, 20_000)
  .option('--seed <n>', 'who is killed', whole, 1)
  .parse()
  .opts<{ kills: number; chunks: number; seed: number }>();

const chance = chanceFrom(seed);
const history = newHistory();
const rig = await startRig({ seed });
/** A part of the loopback that is no other test's. */
const net = `127.${60 + (seed % 40)}`;
const listeners = await listenOn([`${net}.0.1`, `${net}.1.9`, `${net}.3.12`]);
const truth = new Map(listeners.at.map(({ address, port }) => [address, [port]]));
const startedAt = Date.now();
let killed = 0;

const countOf = async (query: string): Promise<number> =>
  (await rig.postgres.query(`select (${query})::int as n`)).rows[0].n;
const doneChunks = () => countOf(`select count(*) from netsweep_chunk where state = 'done'`);
const liveRuns = () =>
  countOf(`select count(*) from netsweep_run where state in ('planned', 'queued', 'probing')`);

const tcp = [...listeners.at.map(({ port }) => port), `1-${PORTS - listeners.at.length}`].join(',');
for (let i = 0; i < TASKS; i += 1)
  await rig.stack.createTask([`${net}.${i}.0/28`], tcp, { options: { rate: 1_000_000 } });

/** Tasks that nobody probes now. */
const idleTasks = async (): Promise<number[]> => {
  const { rows } = await rig.postgres.query(
    `select t.id from network_query_task t where not exists (
       select from netsweep_run r where r.task_id = t.id and netsweep_is_live(r.state)) order by t.id`,
  );
  return rows.map(({ id }) => Number(id));
};

/** Starts them all or none; an answer that is lost says nothing of whether they were. */
const start = async (taskIds: readonly number[]): Promise<void> => {
  const asked = rig.stack.call('POST', '/v1/runs', { task_ids: taskIds });
  const { status, body } = await asked.catch(() => ({ status: 500, body: null }));
  const outcome = status >= 500 ? 'maybe' : 'ok';
  if (status >= 400 && outcome === 'ok') return;
  taskIds.forEach((taskId, nth) => {
    const runId = body?.runs?.[nth]?.id;
    history.record({ kind: 'start', outcome, taskId, ...(runId !== undefined && { runId }) });
  });
};

/** Starts what is not live, as long as more chunks are wanted. */
const keepBusy = async (): Promise<void> => {
  const wanted = Math.ceil(chunks / CHUNKS_OF_RUN);
  const idle = await idleTasks();
  const missing = wanted - (await countOf('select count(*) from netsweep_run'));
  if (idle.length > 0 && missing > 0) await start(idle.slice(0, missing));
};

const isOver = async () =>
  (await doneChunks()) >= chunks || ((await liveRuns()) === 0 && (await doneChunks()) > 0);

const turn = async (): Promise<void> => {
  await keepBusy();
  await rig.passTime(TIME_FLIES);
  await rig.stack.tick();
  console.log(`${await doneChunks()} chunks done, ${killed} processes killed`);
};

/** Kills are spread over the chunks: none is early, none is left for the end. */
const killing = async (): Promise<void> => {
  while (killed < kills) {
    const due = Math.ceil((kills * ((await doneChunks()) + 50)) / chunks);
    if (killed < due && rig.killOne(chance.pick(VICTIMS), chance)) killed += 1;
    await sleep(killed < due ? 20 : 60);
  }
};

const killer = killing();
do {
  // The caller's process, or the scheduler's, may be the one that is killed.
  await turn().catch(() => {});
  await sleep(1000);
} while (!(await isOver()) || killed < kills);
await killer;
rig.heal();
await settle(rig);
const violations = await check({
  history,
  postgres: rig.postgres,
  redis: rig.redis.command,
  isSettled: true,
  truth,
  knocks: listeners.knocks,
});
const fates = await chunkFates({ history, postgres: rig.postgres, isSettled: true });
const { rows } = await rig.postgres.query(
  `select (select jsonb_object_agg(state, n) from (select state, count(*) as n from netsweep_run group by state) r) as runs,
          (select jsonb_object_agg(state, n) from (select state, count(*) as n from netsweep_chunk group by state) c) as chunks,
          (select jsonb_object_agg(attempt, n) from (select attempt, count(*) as n from netsweep_chunk group by attempt) a) as attempts`,
);
const seconds = Math.round((Date.now() - startedAt) / 1000);
console.log(JSON.stringify({ seed, killed, seconds, ...rows[0], fates }));
for (const { invariant, text } of violations) console.log(`VIOLATED ${invariant}: ${text}`);
process.exitCode = violations.length > 0 ? 1 : 0;
await listeners.close();
await rig.stop();
