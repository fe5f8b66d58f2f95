import pRetry from 'p-retry';
import { afterAll, expect, test } from 'vitest';
import { HALF_A_DAY_SECONDS, MONTH_OPTIONS, startMonth } from '#test/support/month.ts';
import { during } from './nemesis/during.ts';
import { strikesOf } from './nemesis/faults.ts';
import { chanceFrom } from './rig/chance.ts';
import { insistOn } from './rig/insist.ts';
import { useRig } from './rig/rig.ts';
import { settle } from './rig/settle.ts';

/** `MONTH_SEED=2 npm run month:faults` plays all of it: two runs a day. */
const RUNS = Number(process.env.MONTH_RUNS ?? 3);
const SEED = Number(process.env.MONTH_SEED ?? 1);
/** So long, at least, faults come over a run, and ticks. */
const TORMENT_MS = 2500;

const rig = await useRig({ seed: SEED });
const month = await startMonth('127.78.5', chanceFrom(SEED));
afterAll(month.close);
const chance = chanceFrom(1000 + SEED);
const insist = insistOn(rig, 20);
const { strikeWith, struck } = strikesOf(rig);

/** One run with everything going wrong, until it is healed and over. */
const tormentedRun = async (taskId: number) => {
  const until = Date.now() + TORMENT_MS;
  const start = async (): Promise<number> =>
    (await insist('POST', '/v1/runs', { task_ids: [taskId] })).runs[0].id;
  const [runId] = await Promise.all([
    start(),
    during(until, 100, () => strikeWith(chance)),
    during(until, 500, () => rig.stack.tick()),
  ]);
  rig.heal();
  await settle(rig);
  // What a run has changed is worked out by the next tick, where whoever was to do it died.
  await pRetry(() => rig.stack.tick(), { retries: 5, minTimeout: 50 });
  const { body } = await rig.stack.call('GET', `/v1/runs/${runId}`);
  return body;
};

const feed = async (): Promise<string[][]> => {
  const { rows } = await rig.postgres.query(
    `select run_id, array_agg(concat_ws(' ', kind, host(ip), port) order by concat_ws(' ', kind, host(ip), port)) as told
       from netsweep_change group by run_id order by run_id`,
  );
  return rows.map(({ told }) => told);
};

test('a month is told as it was, whatever befalls its runs: nothing is missing, nothing is told twice or was not so', async () => {
  const { tasks } = await insist('POST', '/v1/tasks', {
    networks: [month.network],
    tcp_ports: month.tcpPorts(),
    options: MONTH_OPTIONS,
  });
  const truth: string[][] = [];
  const path = `/v1/tasks/${tasks[0].id}`;
  let runs = 0;
  for (const half of Array(RUNS).keys()) {
    await rig.passTime(half === 0 ? 0 : HALF_A_DAY_SECONDS);
    await month.move();
    const options = { ...MONTH_OPTIONS, exclude: month.leftOut() };
    await insist('PATCH', path, { tcp_ports: month.tcpPorts(), options });
    const run = await tormentedRun(tasks[0].id);
    // A chunk that met five faults in a row is given up, and its run changes nothing.
    if (run.state !== 'done') continue;
    expect(run).toMatchObject({ online: month.online(), changes_ready: true });
    const told = month.look();
    if (told.length > 0) truth.push(told);
    runs += 1;
  }
  expect(await feed()).toEqual(truth);
  expect(runs).toBeGreaterThan(RUNS / 2);
  console.log(
    JSON.stringify({
      seed: SEED,
      runs,
      changes: truth.flat().length,
      deaths: rig.deaths(),
      struck,
    }),
  );
}, 3_600_000);
