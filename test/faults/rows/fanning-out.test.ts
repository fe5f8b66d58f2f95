import { expect, test } from 'vitest';
import { useStory } from '#test/faults/rig/use-story.ts';

const { rig, call, record, wanted, create, start, expectAllWell } = await useStory();
const CLAIM = /cjson\.encode\(reply\)/;
const INVOKE = /functions\/scanner\/invocations/;
const DOORBELL = /functions\/fanout\/invocations \(event\)/;

const ended = async (runId: number) => (await call('GET', `/v1/runs/${runId}`)).body;
const passes = async (runId: number) => {
  await expectAllWell();
  expect(await ended(runId)).toMatchObject({ state: 'done', online: 16, chunks: { failed: 0 } });
};
const attemptsOf = async (runId: number): Promise<number> => {
  const { rows } = await rig.postgres.query(
    'select sum(attempt)::int as n from netsweep_chunk where run_id = $1',
    [runId],
  );
  return rows[0].n;
};

test('F07: a tick that dies with the run of a due time planned has it queued by the next one, once', async () => {
  const due = Math.floor(await rig.now()) + 600;
  const task = await create(wanted({ schedule: { at: [due], timezone: 'UTC' } }));
  const died = await rig.killAt('tick.after_plan');
  await rig.passTime(601);
  // It is this one that dies, or the one of the full minute.
  await rig.stack.tick().catch(() => {});
  await died();
  record({ kind: 'due', taskId: task, epochSeconds: due });
  await expectAllWell();
  const { body } = await call('GET', `/v1/tasks/${task}/runs`);
  expect(body.runs).toMatchObject([{ trigger: 'clock', state: 'done', online: 16 }]);
});

test('F16: ten doorbells at once claim each chunk once', async () => {
  const twice = rig.lambda.add({ match: DOORBELL, action: 'forward-twice' });
  const run = await start(await create(wanted()));
  // The scheduler is one at a time; the doorbells are what matters.
  await Promise.all(Array.from({ length: 5 }, () => rig.stack.tick().catch(() => {})));
  twice();
  await passes(run);
  expect(await attemptsOf(run)).toBe((await ended(run)).chunks.total);
});

test('F17: chunks that a fan-out claimed and died with come back', async () => {
  const task = await create(wanted());
  const died = await rig.killAt('fan.after_claim');
  const run = await start(task);
  await died();
  await passes(run);
});

test('F18: a claim whose reply is lost loses nothing', async () => {
  rig.upstash.add({ match: CLAIM, chance: 0.3, action: 'drop-reply' });
  const run = await start(await create(wanted()));
  for (let i = 0; i < 3; i += 1) await rig.stack.tick().catch(() => {});
  expect(rig.upstash.log.some(({ action }) => action === 'drop-reply')).toBe(true);
  await passes(run);
});

test('F19: a Lambda that throttles, or fails, is asked again and drops nothing', async () => {
  rig.lambda.add({ match: INVOKE, nth: 1, action: { status: 429 } });
  rig.lambda.add({ match: INVOKE, nth: 3, action: { status: 429 } });
  rig.lambda.add({ match: INVOKE, nth: 5, action: { status: 500 } });
  const run = await start(await create(wanted()));
  await expect.poll(() => rig.lambda.log.length, { timeout: 10_000 }).toBeGreaterThan(2);
  await passes(run);
});

test('F20: an invocation that arrives twice has one effect', async () => {
  rig.lambda.add({ match: INVOKE, action: 'forward-twice' });
  const run = await start(await create(wanted()));
  await expect.poll(async () => (await ended(run)).state, { timeout: 20_000 }).toBe('done');
  await passes(run);
});

test('F21: a doorbell that was taken and dropped is made up for by the next tick', async () => {
  const lift = rig.lambda.add({ match: DOORBELL, action: 'accept' });
  const run = await start(await create(wanted()));
  expect((await ended(run)).state).toBe('queued');
  lift();
  expect(await expectAllWell()).toBeLessThanOrEqual(2);
  expect((await ended(run)).state).toBe('done');
});

test('F22: a chunk whose fan-out died once it was probed is not probed into the counts again', async () => {
  const task = await create(wanted());
  const died = await rig.killAt('fan.after_invoke', 3);
  const run = await start(task);
  await died();
  await passes(run);
});
