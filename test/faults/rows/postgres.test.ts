import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { useStory } from '#test/faults/rig/use-story.ts';

const { rig, call, wanted, create, start, expectAllWell } = await useStory();
const { postgres } = rig;
const DOORBELL = /functions\/fanout\/invocations \(event\)/;
const INVOKE = /functions\/scanner\/invocations/;

const setReadOnly = async (isOn: boolean): Promise<void> => {
  await postgres.query(
    isOn
      ? 'alter system set default_transaction_read_only = on'
      : 'alter system reset default_transaction_read_only',
  );
  await postgres.query('select pg_reload_conf()');
  const said = async () => (await postgres.query('show transaction_read_only')).rows[0];
  await expect.poll(said).toEqual({ transaction_read_only: isOn ? 'on' : 'off' });
};
afterEach(() => setReadOnly(false));

const view = async (runId: number) => (await call('GET', `/v1/runs/${runId}`)).body;
const passes = async (runId: number): Promise<void> => {
  await expectAllWell();
  expect(await view(runId)).toMatchObject({ state: 'done', online: 16, chunks: { failed: 0 } });
};
/** As `call`, without a name, and with the whole answer. */
const post = (body: unknown): Promise<Response> =>
  fetch(`${rig.stack.endpoints.api}/v1/tasks`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${rig.stack.endpoints.token}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
const expectUnavailable = async (response: Response): Promise<void> => {
  expect(response.status).toBe(503);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await response.json()).toMatchObject({ type: '/problems/dependency-unavailable' });
};

test('F44: a Postgres that may only be read is told as such and is still read, and a run outlasts it', async () => {
  rig.lambda.add({ match: INVOKE, action: { delayMs: 200 } });
  const run = await start(await create(wanted()));
  await expect
    .poll(async () => (await view(run)).chunks.done, { timeout: 20_000 })
    .toBeGreaterThan(1);
  await setReadOnly(true);
  await expectUnavailable(await post(wanted()));
  expect((await call('GET', `/v1/runs/${run}`)).status).toBe(200);
  await setReadOnly(false);
  await passes(run);
});

test('F44: a Postgres without disk space is told as such, and nothing is half made', async () => {
  const count = async () =>
    (await postgres.query('select count(*)::int as n from network_query_task')).rows[0].n;
  const before = await count();
  await postgres.query(
    `create function no_space() returns trigger language plpgsql as
       $$ begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$`,
  );
  await postgres.query(
    'create trigger no_space after insert on network_query_task execute function no_space()',
  );
  try {
    await expectUnavailable(await post(wanted()));
  } finally {
    await postgres.query('drop function no_space() cascade');
  }
  expect(await count()).toBe(before);
  await expectAllWell();
});

/** In the order in which they refer to each other. */
const TABLES = [
  'network_query_task',
  'netsweep_leftover',
  'netsweep_request',
  'netsweep_run',
  'netsweep_chunk',
  'netsweep_host',
  'netsweep_address',
  'netsweep_interval',
  'netsweep_change',
  'netsweep_expectation',
  'netsweep_webhook',
  'netsweep_webhook_secret',
  'netsweep_delivery',
];
/** Keeps all that is stored; call the answer to go back to that point, as a restored backup does. */
const backup = async () => {
  for (const table of TABLES)
    await postgres.query(`create table backup_${table} as table ${table}`);
  return async (): Promise<void> => {
    const steps = TABLES.map(
      (table) => `insert into ${table} overriding system value table backup_${table};
                  drop table backup_${table};`,
    );
    await postgres.query(`begin; truncate ${TABLES.join(', ')}; ${steps.join('\n')} commit;`);
  };
};

test('F44: after Postgres was set back to an older point, its runs are probed again, and runs that only Redis knows are discarded', async () => {
  const lift = rig.lambda.add({ match: DOORBELL, action: 'accept' });
  const old = await start(await create(wanted()));
  const restore = await backup();
  lift();
  await rig.stack.tick();
  await expect.poll(async () => (await view(old)).state, { timeout: 20_000 }).toBe('done');
  rig.lambda.add({ match: DOORBELL, action: 'accept' });
  // The one that has just ended its run would take the next.
  rig.kill('fanout');
  const unknown = await call('POST', '/v1/tasks', wanted());
  const { body } = await call('POST', '/v1/runs', { task_ids: [unknown.body.tasks[0].id] });
  const { rows } = await postgres.query('select key from netsweep_run where id = $1', [
    body.runs[0].id,
  ]);
  expect(await rig.redis.command('LLEN', rows[0].key)).toBe(16);
  await restore();
  expect((await view(old)).state).toBe('queued');
  await passes(old);
  expect((await call('GET', `/v1/runs/${body.runs[0].id}`)).status).toBe(404);
  expect(await rig.redis.command('EXISTS', rows[0].key)).toBe(0);
  const tasks = await postgres.query('select from network_query_task where key = $1', [
    rows[0].key,
  ]);
  expect(tasks.rowCount).toBe(0);
});

test('F45: an event of a version that is not known is left alone, and spends no attempt; a member that is not known is ignored', async () => {
  const lift = rig.lambda.add({ match: DOORBELL, action: 'accept' });
  const run = await start(await create(wanted()));
  const event = { v: 1, run_id: run, chunk_no: 0, owner: randomUUID(), rate: 100_000 };
  const chunk = async () =>
    (
      await postgres.query(
        'select state, attempt from netsweep_chunk where run_id = $1 and chunk_no = 0',
        [run],
      )
    ).rows[0];
  expect(await rig.invoke('scanner', { ...event, v: 2 })).toEqual({ outcome: 'refused', hosts: 0 });
  expect(await rig.invoke('fanout', { v: 2, hop: 0 })).toBeNull();
  expect(await chunk()).toEqual({ state: 'pending', attempt: 0 });
  expect(await rig.invoke('scanner', { ...event, since_then: 'more' })).toMatchObject({
    outcome: 'done',
  });
  expect(await chunk()).toEqual({ state: 'done', attempt: 1 });
  lift();
  await passes(run);
});

test('F49: the seventeenth fan-out in a row does nothing, and the next tick begins anew', async () => {
  const lift = rig.lambda.add({ match: DOORBELL, action: 'accept' });
  const run = await start(await create(wanted()));
  expect(await rig.invoke('fanout', { v: 1, hop: 17 })).toBeNull();
  expect((await view(run)).chunks.done).toBe(0);
  expect(rig.stack.lines.some((line) => line.includes('a chain of fan-outs is too long'))).toBe(
    true,
  );
  lift();
  await passes(run);
});

/** What the scheduler does in two minutes. */
const GRACE_SECONDS = 120;

test('a chunk whose scanner and fan-out died is back in work within its lease and two minutes', async () => {
  const task = await create(wanted({ network: '127.43.0.9/32' }));
  const deaths = [await rig.killAt('scan.after_take'), await rig.killAt('fan.after_invoke')];
  const run = await start(task);
  for (const died of deaths) await died();
  const chunk = async () =>
    (
      await postgres.query(
        `select attempt, extract(epoch from lease_until)::float8 as lease_until
           from netsweep_chunk where run_id = $1`,
        [run],
      )
    ).rows[0];
  const lost = await chunk();
  expect(lost.attempt).toBe(1);
  await rig.passTime(Math.ceil(lost.lease_until - (await rig.now())) + 1);
  // A minute of the one clock is not waited for: a tick comes once nothing moves any more.
  for (let ticks = 0; (await chunk()).attempt === 1; ticks += 1) {
    expect(ticks).toBeLessThan(3);
    if (ticks > 0) await rig.passTime(60);
    // The minute's own tick may be under way.
    await rig.stack.tick().catch(() => {});
    const isBack = async () => (await chunk()).attempt > 1;
    await expect
      .poll(isBack, { timeout: 10_000 })
      .toBe(true)
      .catch(() => {});
  }
  expect((await rig.now()) - lost.lease_until).toBeLessThan(GRACE_SECONDS);
  await expectAllWell();
  expect(await view(run)).toMatchObject({ state: 'done', online: 1, chunks: { failed: 0 } });
});
