import { createHmac } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import * as wire from '#shared/domain/wire-telling.ts';
import { setClock } from '#shared/store/clock.ts';
import { openDatabase } from '#shared/store/database.ts';
import { digestsIn } from '#shared/store/digests.ts';
import { expectationsIn } from '#shared/store/expectations.ts';
import { startRunsIn } from '#shared/store/start-runs.ts';
import { tasksIn } from '#shared/store/tasks.ts';
import { tellingIn } from '#shared/store/telling.ts';
import { type Caller, liveApi } from '#test/support/live-api.ts';
import { useNotifier } from '#test/support/notifier.ts';
import { probedRun, type Seen } from '#test/support/probed-run.ts';
import { startReceiver } from '#test/support/receiver.ts';
import { admin, createTask, newTask } from '#test/support/run-fixtures.ts';
import { usePostgres, useRedis } from '#test/support/stores.ts';

const postgres = await usePostgres();
const api = await liveApi({ postgres, redis: await useRedis() }, 'local', ['10.0.0.0/8']);
const db = openDatabase(postgres.url, postgres.neonEndpoint);
const { call: alice } = await api.caller('alice', 'operator');
const { call: bob } = await api.caller('bob', 'operator');
const { call: root } = await api.caller('root', 'admin');
const receiver = await startReceiver();
afterAll(receiver.stop);
const { events, warnings, notify } = useNotifier(db);

const HOUR = 3600;
let clock = 0;
const passTime = (seconds: number) => {
  clock += seconds;
  return setClock(db, clock);
};
beforeEach(() => {
  receiver.received.splice(0);
  events.splice(0);
  warnings.splice(0);
});

/** A webhook at a path of the receiver. */
const hook = async (who: Caller, path: string, more = {}) => {
  const body = { url: receiver.url(path), ...more };
  return wire.wireNewWebhook.parse(
    (await who({ method: 'POST', path: '/v1/webhooks', body })).body,
  );
};
const show = async (who: Caller, id: number) =>
  wire.wireWebhook.parse((await who({ path: `/v1/webhooks/${id}` })).body);
const deliveriesOf = async (who: Caller, id: number) =>
  wire.wireDeliveryPage.parse((await who({ path: `/v1/webhooks/${id}/deliveries` })).body)
    .deliveries;
const end = (who: Caller, id: number) => who({ method: 'DELETE', path: `/v1/webhooks/${id}` });

let networks = 0;
/** A task of an owner, whose runs see this. */
const story = async (owner: string, ...first: number[]) => {
  networks += 1;
  const at = (no: number) => `10.${100 + networks}.0.${no}`;
  const wanted = newTask(`${at(0)}/24`, '22,80', { owner, label: 'lab' });
  const [task] = await tasksIn(db).create([wanted], admin, new Date());
  if (!task) throw new Error('no task was made');
  const sees = async (...nos: number[]): Promise<number> => {
    const seen = nos.map((no): Seen => ({ ip: at(no), tcp: [22] }));
    const runId = await probedRun(db, task, seen);
    await digestsIn(db).digest(runId);
    return runId;
  };
  await sees(...first);
  return { at, task, sees };
};
const bodies = (path: string) => receiver.at(path).map(({ body }) => JSON.parse(body));

test('a webhook is told what changed in its owner’s tasks, signed, once; an admin’s of all; the bus too', async () => {
  const [a, b, r] = [await hook(alice, '/a'), await hook(bob, '/b'), await hook(root, '/r')];
  const { sees, at, task } = await story('alice', 1);
  const runId = await sees(1, 2, 3);
  expect(await tellingIn(db).isDue()).toBe(true);
  await Promise.all([notify(), notify(), notify()]);
  expect(await tellingIn(db).isDue()).toBe(false);
  expect(receiver.received.map(({ path }) => path).sort()).toEqual(['/a', '/r']);
  const [got] = receiver.at('/a');
  const { headers = {}, body = '' } = got ?? {};
  const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['netsweep-signature'])) ?? [];
  expect(createHmac('sha256', a.secret).update(`${t}.${body}`).digest('hex')).toBe(v1);
  expect(Math.abs(Number(t) - Date.now() / 1000)).toBeLessThan(60);
  const told = JSON.parse(body);
  expect(told).toMatchObject({
    id: Number(headers['netsweep-delivery']),
    type: 'changes',
    run_id: runId,
    task: { id: task.id, network: `${at(0)}/24`, label: 'lab' },
    changes: [
      { kind: 'host-appeared', ip: at(2), after: { open: ['22/tcp'] } },
      { kind: 'host-appeared', ip: at(3) },
    ],
  });
  expect(events).toMatchObject([{ v: 1, ip: at(2), label: 'lab' }, { ip: at(3) }]);
  expect(await deliveriesOf(alice, a.id)).toMatchObject([
    { run_id: runId, changes: 2, state: 'done', attempts: 1, reason: null, next_at: null },
  ]);
  expect(await deliveriesOf(bob, b.id)).toEqual([]);
  expect((await bob({ path: `/v1/webhooks/${a.id}` })).status).toBe(404);
  expect((await end(bob, a.id)).status).toBe(404);
  for (const { id } of [a, b, r]) expect((await end(root, id)).status).toBe(204);
  await sees(1, 2, 3, 4);
  await notify();
  expect(receiver.received).toHaveLength(2);
});

test('a webhook hears only what is urgent enough, unexpected, and inside the scopes of its maker', async () => {
  const { call: narrow } = await api.caller('alice', 'operator', [
    `10.${100 + networks + 1}.0.0/30`,
  ]);
  const hooks = [
    await hook(alice, '/high', { severity: 'high' }),
    await hook(narrow, '/narrow'),
    await hook(alice, '/all'),
  ];
  const { sees, at, task } = await story('alice', 1);
  const expected = { network: at(3), protocol: 'tcp', port: null, kind: null, note: 'ours' };
  await expectationsIn(db).create(
    task.id,
    { ...expected, protocol: null, kind: 'host-appeared' },
    admin,
  );
  await sees(1, 2, 3, 9);
  await notify();
  const ips = (path: string) =>
    bodies(path).flatMap(({ changes }) => changes.map(({ ip }: { ip: string }) => ip));
  expect(ips('/all')).toEqual([at(2), at(9)]);
  expect(ips('/narrow')).toEqual([at(2)]);
  // SSH is remote administration: all of these are urgent.
  expect(ips('/high')).toEqual([at(2), at(9)]);
  await passTime(HOUR);
  await sees(2, 3, 9);
  await sees(2, 3, 9);
  await notify();
  expect(bodies('/high')).toHaveLength(1);
  expect(bodies('/all')[1]).toMatchObject({
    changes: [{ kind: 'host-vanished', severity: 'low' }],
  });
  for (const { id } of hooks) await end(root, id);
});

test('Slack and people get a message, the most urgent first; a ping tries each', async () => {
  const hooks = [
    await hook(alice, '/slack', { format: 'slack' }),
    await hook(alice, '/digest', { format: 'digest' }),
    await hook(alice, '/json'),
  ];
  const { sees, at } = await story('alice', 1);
  await sees(1, ...Array.from({ length: 40 }, (_, i) => 10 + i));
  await notify();
  const [slack] = bodies('/slack');
  expect(slack.text).toMatch(
    /^\*Netsweep: 40 changes in lab \(10\.\d+\.0\.0\/24\), run \d+\*\n```\n/,
  );
  expect(slack.text).toContain(`high host-appeared ${at(10)}: 22/tcp`);
  expect(slack.text).toContain('… and 10 more');
  const [digest] = receiver.at('/digest');
  expect(digest?.body.split('\n')).toHaveLength(42);
  receiver.received.splice(0);
  for (const { id } of hooks) {
    const pinged = await alice({
      method: 'POST',
      path: `/v1/webhooks/${id}/ping`,
      body: undefined,
    });
    expect(wire.wireDelivery.parse(pinged.body)).toMatchObject({ state: 'waiting', run_id: null });
  }
  await notify();
  expect(bodies('/json')).toMatchObject([{ type: 'ping', run_id: null, changes: [] }]);
  expect(bodies('/slack')).toEqual([{ text: '*Netsweep: this webhook works.*' }]);
  for (const { id } of hooks) await end(alice, id);
});

test('one that fails, hangs or redirects is tried for a day, then parked with the reason; 410 ends it', async () => {
  receiver.answers['/500'] = (_, response) => response.writeHead(500).end('secret');
  receiver.answers['/hang'] = () => {};
  receiver.answers['/redirect'] = (_, response) =>
    response.writeHead(307, { location: 'http://169.254.169.254/' }).end();
  receiver.answers['/gone'] = (_, response) => response.writeHead(410).end();
  const paths = ['/500', '/hang', '/redirect', '/gone'];
  const hooks = await Promise.all(paths.map((path) => hook(alice, path)));
  const ids = hooks.map(({ id }) => id);
  const { sees } = await story('alice', 1);
  await sees(1, 2);
  expect(await notify()).toEqual({ done: 1, failed: 3, gone: 1 });
  const states = async () =>
    (await Promise.all(ids.map((id) => deliveriesOf(alice, id)))).map(([newest]) => newest);
  expect(await states()).toMatchObject([
    { state: 'waiting', attempts: 1, reason: 'it answered 500' },
    { state: 'waiting', attempts: 1, reason: 'it did not answer in time' },
    { state: 'waiting', attempts: 1, reason: 'it answered 307; redirects are not followed' },
    { state: 'parked', attempts: 1, reason: 'it answered 410: it is gone', next_at: null },
  ]);
  expect(await show(alice, ids[3] ?? 0)).toMatchObject({
    disabled_reason: 'it answered 410: it is gone',
  });
  expect((await alice({ method: 'POST', path: `/v1/webhooks/${ids[3]}/ping` })).status).toBe(422);
  // Not before its time, and the next run waits behind it.
  await sees(1, 2, 3);
  expect(await notify()).toMatchObject({ done: 1, failed: 0 });
  let attempts = 1;
  for (let minutes = 0; minutes < 24 * 60; minutes += 60) {
    await passTime(HOUR);
    attempts += (await notify()).failed > 0 ? 1 : 0;
  }
  expect(attempts).toBeGreaterThan(15);
  await passTime(60);
  await notify();
  expect((await states()).map((newest) => newest?.state)).toEqual(Array(4).fill('parked'));
  expect(receiver.at('/redirect').length).toBeLessThanOrEqual(attempts + 4);
  for (const id of ids) await end(alice, id);
});

test('a webhook ends with the token that made it', async () => {
  const { call, token } = await api.caller('alice', 'operator');
  const { id } = await hook(call, '/orphan');
  const { sees } = await story('alice', 1);
  await sees(1, 2);
  const hash = sql`encode(sha256(${token}::bytea), 'hex')`;
  await db.execute(
    sql`update netsweep_token set revoked_at = netsweep_now() where sha256 = ${hash}`,
  );
  await notify();
  expect(receiver.at('/orphan')).toEqual([]);
  expect((await show(alice, id)).disabled_reason).toContain('revoked');
  await end(alice, id);
});

test('10,000 changes reach a receiver once each by their ids after an hour of outage', async () => {
  let isDown = true;
  let lost = 0;
  receiver.answers['/many'] = (_, response) => {
    // The first answers after the outage are lost: whoever was told is told again.
    if (!isDown && lost < 3) {
      lost += 1;
      response.destroy();
    } else response.writeHead(isDown ? 503 : 200).end();
  };
  const { id } = await hook(alice, '/many');
  const task = await createTask(db, '10.99.0.0/24');
  await db.execute(sql`update network_query_task set owner = 'alice' where id = ${task.id}`);
  for (let run = 0; run < 4; run += 1) {
    const [runId] = await startRunsIn(db)([task]);
    await db.execute(sql`with made as (
      insert into netsweep_change (task_id, run_id, at, kind, ip, protocol, port, severity)
      select ${task.id}, ${runId}, netsweep_now(), 'port-opened', '10.99.0.1'::inet + n / 100, 'tcp', n % 100, 'medium'
        from generate_series(0, 2499) n returning id) select count(*) from made`);
    await db.execute(sql`select netsweep_send(${runId}), netsweep_cancel(${runId}, 'over')`);
  }
  for (let minutes = 0; minutes < 60; minutes += 10) {
    await notify();
    await passTime(600);
  }
  expect(events).toHaveLength(10_000);
  receiver.received.splice(0);
  isDown = false;
  for (let round = 0; round < 8; round += 1) {
    await passTime(HOUR);
    await notify();
  }
  const told = bodies('/many');
  const changes = told.flatMap((body) => body.changes.map((change: { id: number }) => change.id));
  expect(new Set(changes).size).toBe(10_000);
  // Told more than once only where the answer was lost, and then in the delivery of the same id.
  expect(told.length - new Set(told.map((body) => body.id)).size).toBe(3);
  expect((await deliveriesOf(alice, id)).every(({ state }) => state === 'done')).toBe(true);
});
