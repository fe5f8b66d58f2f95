import { sql } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import * as z from 'zod';
import { attemptsIn } from '#shared/store/attempts.ts';
import { setClock } from '#shared/store/clock.ts';
import { callEffect } from '#shared/store/database.ts';
import { planningIn } from '#shared/store/planning.ts';
import { runsIn } from '#shared/store/runs.ts';
import { scopesIn } from '#shared/store/scopes.ts';
import { startRunsIn } from '#shared/store/start-runs.ts';
import { tasksIn } from '#shared/store/tasks.ts';
import { admin, anOwner, createTask, newTask } from '#test/support/run-fixtures.ts';
import { useScheduler } from '#test/support/scheduler.ts';
import { usePostgres, useRedis } from '#test/support/stores.ts';

const scheduler = await useScheduler(await usePostgres(), await useRedis());
const { db, tick } = scheduler;
const runs = runsIn(db);
const planning = planningIn(db);
await scopesIn(db).setDeployment(['10.0.0.0/8']);
afterEach(() => setClock(db, 0));

/** Lets it be so late, in UTC, for whoever asks Postgres. */
const at = (time: string): Promise<void> =>
  setClock(db, Math.round((Date.parse(time) - Date.now()) / 1000));
const isOpen = async (hours: object): Promise<boolean> => {
  const effect = sql`select netsweep_is_open(${JSON.stringify(hours)}::jsonb) as said`;
  const [row] = await callEffect(db, effect, z.object({ said: z.boolean() }));
  return row?.said ?? false;
};

const nights = { windows: [{ days: [], from: '17:30', to: '08:30' }], timezone: 'Europe/Berlin' };
const fridayNight = { windows: [{ days: ['fri'], from: '22:00', to: '06:00' }], timezone: 'UTC' };
const weekend = {
  windows: [{ days: ['sat', 'sun'], from: '00:00', to: '24:00' }],
  timezone: 'UTC',
};

test.each([
  // Berlin is an hour ahead in winter, two in summer.
  [nights, '2030-01-15T07:29:00Z', true],
  [nights, '2030-01-15T07:31:00Z', false],
  [nights, '2030-01-15T16:29:00Z', false],
  [nights, '2030-01-15T16:31:00Z', true],
  [nights, '2030-07-15T06:29:00Z', true],
  [nights, '2030-07-15T06:31:00Z', false],
  [fridayNight, '2030-01-18T21:59:00Z', false],
  [fridayNight, '2030-01-18T22:01:00Z', true],
  [fridayNight, '2030-01-19T05:59:00Z', true],
  [fridayNight, '2030-01-19T06:01:00Z', false],
  [fridayNight, '2030-01-18T05:59:00Z', false],
  [weekend, '2030-01-20T23:59:00Z', true],
  [weekend, '2030-01-21T00:01:00Z', false],
  [{ ...weekend, timezone: 'Nowhere/Land' }, '2030-01-20T12:00:00Z', false],
])('%j at %s: %s', async (hours, time, said) => {
  await at(time);
  expect(await isOpen(hours)).toBe(said);
});

const stateOf = async (id: number) => {
  const run = await runs.get(id, admin);
  return [run?.state, run?.pauseReason, run?.chunks.done];
};
const take = async (runId: number, chunkNo: number) =>
  attemptsIn(db).take({ runId, chunkNo }, anOwner(), 60_000);

test('a run pauses when its hours are over, goes on in the next, and keeps what was done', async () => {
  await at('2030-01-15T07:00:00Z');
  const task = await createTask(db, '10.60.0.0/28', '1-65535', { hours: nights });
  const [id = 0] = await startRunsIn(db)([task]);
  const chunk = await take(id, 0);
  if (!chunk) throw new Error('the chunk could not be taken');
  const tally = { online: 0, judged: 1, probesSent: 1, localFailures: 0 };
  expect(await attemptsIn(db).commit(chunk, tally)).toBe(true);
  await at('2030-01-15T07:31:00Z');
  expect(await tick()).toMatchObject({ held: 1, live: 0 });
  expect(await stateOf(id)).toEqual(['paused', 'outside the hours of its task', 1]);
  expect(await take(id, 1)).toBeNull();
  // Somebody insists: it is held again by the next tick.
  await planning.resume(id);
  expect(await tick()).toMatchObject({ held: 1 });
  await at('2030-01-15T16:31:00Z');
  expect(await tick()).toMatchObject({ resumed: 1, live: 1 });
  expect(await stateOf(id)).toEqual(['probing', null, 1]);
  expect(await take(id, 1)).not.toBeNull();
  // What a person paused is theirs to resume.
  await planning.pause(id);
  expect(await tick()).toMatchObject({ held: 0, resumed: 0 });
  await planning.cancel(id, 'over');
});

test('what is started outside the hours of its scope waits from the start', async () => {
  await at('2030-01-15T12:00:00Z');
  await scopesIn(db).create(
    {
      cidr: '10.61.0.0/16',
      name: 'office',
      owner: 'it',
      reason: 'ours',
      expiresAt: null,
      maxAddresses: null,
      maxProbes: null,
      rate: null,
      hours: nights,
    },
    undefined,
  );
  const task = await createTask(db, '10.61.0.0/30');
  const [id = 0] = await startRunsIn(db)([task]);
  expect(await stateOf(id)).toEqual(['paused', 'outside the hours of the scope office', 0]);
  expect((await tasksIn(db).get(task.id, admin))?.status).toBe('paused');
  await at('2030-01-15T17:00:00Z');
  await tick();
  expect((await stateOf(id))[0]).toBe('queued');
  await planning.cancel(id, 'over');
});

test('of tasks due at one time each starts by its own delay, and one that still runs is passed over', async () => {
  await at('2030-01-15T11:00:00Z');
  const schedule = { cron: ['0 12 * * *'], at: [], timezone: 'UTC' };
  const now = new Date('2030-01-15T11:00:00Z');
  const wanted = Array.from({ length: 12 }, (_, i) => {
    const task = newTask(`10.62.0.${i}`, '22', { schedule });
    return { ...task, options: { ...task.options, jitter_seconds: 300 } };
  });
  const made = await tasksIn(db).create(wanted, admin, now);
  await tick();
  const counts: number[] = [];
  for (let minute = 0; minute <= 5; minute += 1) {
    await at(`2030-01-15T12:0${minute}:01Z`);
    counts.push((await tick()).planned);
  }
  expect(counts.reduce((sum, n) => sum + n)).toBe(12);
  expect(Math.max(...counts)).toBeLessThan(8);
  await at('2030-01-16T12:10:00Z');
  await tick();
  const { runs: ofFirst } = await runs.listOfTask(made[0]?.id ?? 0, { limit: 10 }, admin);
  expect(ofFirst.map(({ state, error }) => [state, error])).toEqual([
    ['cancelled', 'overlap: the run before it was still live'],
    ['queued', null],
  ]);
});
