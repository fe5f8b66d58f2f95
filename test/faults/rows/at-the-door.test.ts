import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { CRONTAB_HASH } from '#shared/store/redis-keys.ts';
import { dyingAt } from '#test/faults/rig/dying-at.ts';
import { useStory } from '#test/faults/rig/use-story.ts';

const { rig, call, wanted, expectAllWell } = await useStory();
const INSERT = /insert into \\"network_query_task\\"/;
/** After so long, an API that has not answered is known to be dead. */
const ANSWER_SECONDS = 31;

const tomorrow = async (): Promise<number> => Math.floor(await rig.now()) + 86_400;
const taskCount = async (): Promise<number> =>
  (await rig.postgres.query('select count(*)::int as n from network_query_task')).rows[0].n;
const fieldOf = async (taskId: number) => {
  const { rows } = await rig.postgres.query('select key from network_query_task where id = $1', [
    taskId,
  ]);
  return rig.redis.command('HGET', CRONTAB_HASH, rows[0].key);
};

test('F01: a task whose API died before it told Redis is there, is scheduled, and is found by its request', async () => {
  const due = await tomorrow();
  const task = wanted({ schedule: { at: [due], timezone: 'UTC' } });
  const name = randomUUID();
  const before = await taskCount();
  const create = () => call('POST', '/v1/tasks', task, name);
  const { status: unanswered } = await dyingAt(rig, ['api.after_create'], create);
  expect(unanswered).toBeGreaterThanOrEqual(500);
  await rig.passTime(ANSWER_SECONDS);
  const { status, body } = await call('POST', '/v1/tasks', task, name);
  expect(status).toBe(201);
  expect(await taskCount()).toBe(before + 1);
  await rig.stack.tick();
  await rig.stack.tick();
  expect(await fieldOf(body.tasks[0].id)).toBe(`[${due}]`);
  await expectAllWell();
});

test('F02: a task whose creation Postgres committed and never confirmed is made once', async () => {
  const before = await taskCount();
  rig.neon.add({ match: INSERT, nth: 1, action: 'drop-reply' });
  const [task, name] = [wanted(), randomUUID()];
  const first = await call('POST', '/v1/tasks', task, name);
  const second = await call('POST', '/v1/tasks', task, name);
  expect(rig.neon.log.map(({ action }) => action)).toContain('drop-reply');
  expect([second.status, await taskCount()]).toEqual([201, before + 1]);
  if (first.status === 201) expect(second.body).toEqual(first.body);
  await expectAllWell();
});

test('F03: fifty identical requests at once make one task; the others hear that it is there', async () => {
  const before = await taskCount();
  const task = wanted();
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => call('POST', '/v1/tasks', task)),
  );
  const [made, ...others] = answers.sort((a, b) => a.status - b.status);
  expect(made?.status).toBe(201);
  expect(others.map(({ status }) => status)).toEqual(others.map(() => 409));
  expect(others[0]?.body).toMatchObject({ type: '/problems/duplicate-task' });
  expect(await taskCount()).toBe(before + 1);
  await expectAllWell();
});

test('F04: a Postgres that wakes slowly is waited for; one that is away is told as such, and nothing is half made', async () => {
  const before = await taskCount();
  rig.neon.add({ match: INSERT, nth: 1, action: { delayMs: 5000 } });
  expect((await call('POST', '/v1/tasks', wanted())).status).toBe(201);
  const lift = rig.neon.add({ match: /./, action: 'refuse' });
  const response = await fetch(`${rig.stack.endpoints.api}/v1/tasks`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${rig.stack.endpoints.token}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(wanted()),
  });
  lift();
  expect(response.status).toBe(503);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await response.json()).toMatchObject({ type: '/problems/dependency-unavailable' });
  expect(await taskCount()).toBe(before + 1);
  await expectAllWell();
});

test.each([
  ['answers 500', { status: 500 }],
  ['answers 429', { status: 429 }],
  ['hangs', 'hang'],
  ['is not there', 'refuse'],
] as const)('F05: a task is made though Redis %s, and its schedule follows', async (_, action) => {
  const lift = rig.upstash.add({ match: /./, action });
  const due = await tomorrow();
  const task = wanted({ schedule: { at: [due], timezone: 'UTC' } });
  const { status, body } = await call('POST', '/v1/tasks', task);
  expect(status).toBe(201);
  lift();
  await rig.stack.tick();
  expect(await fieldOf(body.tasks[0].id)).toBe(`[${due}]`);
  await expectAllWell();
});
