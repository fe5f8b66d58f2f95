import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { useStory } from '#test/faults/rig/use-story.ts';

const { rig, call, wanted, create, start, expectAllWell } = await useStory();

const view = async (runId: number) => (await call('GET', `/v1/runs/${runId}`)).body;
const passes = async (runId: number) => {
  await expectAllWell();
  expect(await view(runId)).toMatchObject({ state: 'done', online: 16, chunks: { failed: 0 } });
};
const chunksOf = async (runId: number) =>
  (
    await rig.postgres.query(
      'select chunk_no, attempt, state, error from netsweep_chunk where run_id = $1 order by chunk_no',
      [runId],
    )
  ).rows;

test('F23: one event three times is one attempt', async () => {
  const lift = rig.lambda.add({ match: /functions\/fanout/, action: 'accept' });
  const run = await start(await create(wanted()));
  const event = { v: 1, run_id: run, chunk_no: 0, owner: randomUUID(), rate: 100_000 };
  const outcomes = await Promise.all([1, 2, 3].map(() => rig.invoke('scanner', event)));
  expect(outcomes).toContainEqual({ outcome: 'done', hosts: 1 });
  expect((await chunksOf(run))[0]).toMatchObject({ state: 'done', attempt: 1 });
  expect((await view(run)).chunks.done).toBe(1);
  lift();
  await passes(run);
});

test('F24: of a scanner that dies while it probes nothing counts, and its chunk is probed again', async () => {
  const task = await create(wanted());
  const died = await rig.killAt('scan.mid');
  const run = await start(task);
  await died();
  await passes(run);
  const attempts = (await chunksOf(run)).map((chunk) => chunk.attempt);
  expect(Math.max(...attempts)).toBe(2);
});

test('F26: a scanner that stood still past its lease commits nothing', async () => {
  const commit = { match: /netsweep_commit/, action: 'hang' } as const;
  rig.neon.add(commit);
  const run = await start(await create(wanted()));
  await expect.poll(() => rig.neon.matched(commit), { timeout: 20_000 }).toBeGreaterThan(0);
  const thaw = rig.freeze('scanner');
  const held = (await chunksOf(run)).filter(({ state }) => state === 'leased');
  expect(held.length).toBeGreaterThan(0);
  await rig.passTime(800);
  await rig.stack.tick();
  // From here on commits get through: those of the scanners that stood still, too.
  rig.heal();
  thaw();
  await passes(run);
  const chunks = await chunksOf(run);
  for (const { chunk_no, attempt } of held)
    expect(chunks[chunk_no]).toMatchObject({ state: 'done', attempt: attempt + 1 });
});

test('F27: a commit whose reply is lost is repeated, and counts once', async () => {
  rig.neon.add({ match: /netsweep_commit/, chance: 0.5, action: 'drop-reply' });
  const run = await start(await create(wanted()));
  await expect.poll(async () => (await view(run)).state, { timeout: 30_000 }).toBe('done');
  await passes(run);
  expect(rig.neon.log.some(({ action }) => action === 'drop-reply')).toBe(true);
});

test('F28: while Postgres refuses, or ends sessions, a probed chunk waits with its result', async () => {
  const lift = rig.neon.add({ match: /netsweep_(commit|stage)/, action: 'refuse' });
  const run = await start(await create(wanted()));
  await expect
    .poll(() => rig.neon.log.filter(({ action }) => action === 'refuse').length, {
      timeout: 20_000,
    })
    .toBeGreaterThan(2);
  await rig.postgres.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
  lift();
  await passes(run);
  expect((await chunksOf(run)).every(({ attempt }) => attempt === 1)).toBe(true);
});

test('F31: a chunk that always kills its scanner is parked with its reason, and what was found before is still served', async () => {
  const task = await create(wanted({ network: '127.43.0.9/32', tcp: '1-20' }));
  const good = await start(task);
  await expectAllWell();
  rig.killAlwaysAt('scan.after_take');
  const bad = await start(task);
  for (let tick = 0; (await view(bad)).state !== 'failed'; tick += 1) {
    expect(tick).toBeLessThan(20);
    await rig.passTime(60);
    await rig.stack.tick();
    await expect
      .poll(async () => (await view(bad)).state, { timeout: 500 })
      .toBe('failed')
      .catch(() => {});
  }
  await expectAllWell();
  expect(await chunksOf(bad)).toMatchObject([
    { state: 'failed', attempt: 5, error: 'its scanner died' },
  ]);
  expect(await view(bad)).toMatchObject({ error: 'its scanner died' });
  const { body } = await call('GET', `/v1/tasks/${task}`);
  expect(body).toMatchObject({ status: 'failed', online_ip_num: 1 });
  expect((await rig.stack.hostsOf(task)).map(({ ip }) => ip)).toEqual(['127.43.0.9']);
  expect((await view(good)).state).toBe('done');
});
