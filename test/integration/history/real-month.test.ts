import { afterAll, expect, test } from 'vitest';
import type { Task } from '#shared/domain/task.ts';
import { changesIn } from '#shared/store/changes.ts';
import { setClock } from '#shared/store/clock.ts';
import { digestsIn } from '#shared/store/digests.ts';
import { exclusionsIn } from '#shared/store/exclusions.ts';
import { runsIn } from '#shared/store/runs.ts';
import { scopesIn } from '#shared/store/scopes.ts';
import { startRunsIn } from '#shared/store/start-runs.ts';
import { tasksIn } from '#shared/store/tasks.ts';
import { chanceFrom } from '#test/faults/rig/chance.ts';
import { HALF_A_DAY_SECONDS, MONTH_OPTIONS, startMonth } from '#test/support/month.ts';
import { usePipeline } from '#test/support/pipeline.ts';
import { admin, createTask } from '#test/support/run-fixtures.ts';

/** `npm run month` plays all of it: two runs a day, on a clock that is moved on. */
const RUNS = Number(process.env.MONTH_RUNS ?? 8);

const { db, fan, enqueue } = await usePipeline();
await scopesIn(db).setDeployment(['127.0.0.0/8']);
const month = await startMonth('127.77.5', chanceFrom(7));
afterAll(month.close);

/** What the feed says, run by run. */
const feed = async (): Promise<string[]> => {
  const { changes } = await changesIn(db).list({ limit: 1000 }, admin);
  return [...Map.groupBy(changes, ({ runId }) => runId).values()].flatMap((ofRun) =>
    ofRun.map(({ kind, ip, port }) => [kind, ip, port].filter(Boolean).join(' ')).sort(),
  );
};

/** What the next run leaves out is excluded for everybody, or for this task: by turns. */
const leaveOut = async (task: Task, run: number): Promise<() => Promise<unknown>> => {
  const forAll = run % 2 === 0 ? month.leftOut() : [];
  const exclude = run % 2 === 0 ? [] : month.leftOut();
  const change = { tcpPorts: month.tcpPorts(), options: { ...task.options, exclude } };
  await tasksIn(db).update(task.id, change, admin, new Date());
  const exclusions = exclusionsIn(db);
  const made = await Promise.all(forAll.map((ip) => exclusions.create(ip, 'asked to', undefined)));
  return () => Promise.all(made.map(({ id }) => exclusions.remove(id, undefined)));
};

test('a month of hosts that come and go, and ports that open, close, flap and move, is told as it was', async () => {
  const task = await createTask(db, month.network, month.tcpPorts(), MONTH_OPTIONS);
  const truth: string[] = [];
  for (const run of Array(RUNS).keys()) {
    await setClock(db, run * HALF_A_DAY_SECONDS);
    await month.move();
    const letIn = await leaveOut(task, run);
    truth.push(...month.look());
    const [id = 0] = await startRunsIn(db)([task]);
    await enqueue({ id, key: task.key });
    await fan();
    expect(await runsIn(db).get(id, admin)).toMatchObject({
      state: 'done',
      online: month.online(),
    });
    await letIn();
    await digestsIn(db).digest(id);
  }
  expect(await feed()).toEqual(truth);
  expect(truth.length).toBeGreaterThan(RUNS);
  console.log(JSON.stringify({ runs: RUNS, changes: truth.length }));
  expect(truth.filter((change) => change.startsWith('host-')).length).toBeGreaterThan(0);
}, 600_000);
