import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import {
  wireAuditPage,
  wireChange,
  wireChangePage,
  wireRun,
  wireTasks,
} from '#shared/domain/wire.ts';
import { wireExpectation, wireExpectationPage } from '#shared/domain/wire-telling.ts';
import { openDatabase } from '#shared/store/database.ts';
import { digestsIn } from '#shared/store/digests.ts';
import { tasksIn } from '#shared/store/tasks.ts';
import { liveApi } from '#test/support/live-api.ts';
import { probedRun, type Seen } from '#test/support/probed-run.ts';
import { admin } from '#test/support/run-fixtures.ts';
import { usePostgres, useRedis } from '#test/support/stores.ts';

const postgres = await usePostgres();
const api = await liveApi({ postgres, redis: await useRedis() }, 'local', ['10.0.0.0/8']);
const db = openDatabase(postgres.url, postgres.neonEndpoint);
const { call: alice } = await api.caller('alice', 'operator');
const { call: bob } = await api.caller('bob', 'operator');
const { call: root } = await api.caller('root', 'admin');
const { digest, waiting } = digestsIn(db);

const readTask = async (network: string) => {
  const body = { networks: [network], tcp_ports: '22,80,443' };
  const answer = await alice({ method: 'POST', path: '/v1/tasks', body });
  const [created] = wireTasks.parse(answer.body).tasks;
  const task = await tasksIn(db).get(created?.id ?? 0, admin);
  if (!task) throw new Error('no task was made');
  return task;
};
const feed = async (query: Record<string, string>, who = alice) =>
  wireChangePage.parse(
    (await who({ path: '/v1/changes', query: new URLSearchParams(query).toString() })).body,
  ).changes;

test('a change is acknowledged once, its like expected from then on, and all of it audited', async () => {
  const task = await readTask('10.50.0.0/28');
  const sees = async (...seen: Seen[]) => digest(await probedRun(db, task, seen));
  const network = '10.50.0.0/28';
  await sees({ ip: '10.50.0.1', tcp: [22] });
  await sees({ ip: '10.50.0.1', tcp: [22, 80, 443] });
  const [http, https] = await feed({ network });
  const acknowledge = (id = 0, body: object = {}, who = alice) =>
    who({ method: 'POST', path: `/v1/changes/${id}/acknowledge`, body });
  expect((await acknowledge(http?.id, {}, bob)).status).toBe(404);
  const known = await acknowledge(http?.id, { note: 'the new site', expect: true });
  expect(wireChange.parse(known.body)).toMatchObject({
    id: http?.id,
    expected: false,
    note: 'the new site',
    acknowledged_by: expect.stringMatching(/^token:\d+$/),
  });
  expect(await feed({ network, acknowledged: 'false' })).toEqual([https]);
  expect((await feed({ network, acknowledged: 'true' })).map(({ port }) => port)).toEqual([80]);
  for (let i = 0; i < 2; i += 1) await sees({ ip: '10.50.0.1', tcp: [22] });
  await sees({ ip: '10.50.0.1', tcp: [22, 80, 443] });
  const unexpected = await feed({ network, acknowledged: 'false' });
  expect(unexpected.map(({ kind, port }) => [kind, port])).toEqual([
    ['port-opened', 443],
    ['port-closed', 80],
    ['port-closed', 443],
    ['port-opened', 443],
  ]);
  expect((await feed({ network })).at(-2)).toMatchObject({ expected: true, note: 'the new site' });

  const path = `/v1/tasks/${task.id}/expected`;
  const all = wireExpectationPage.parse((await alice({ path })).body).expected;
  expect(all).toMatchObject([{ network: '10.50.0.1/32', port: 80, kind: 'port-opened' }]);
  const body = { network: '10.50.0.0/28', protocol: 'tcp', port: 443, note: 'all of them' };
  const more = wireExpectation.parse((await alice({ method: 'POST', path, body })).body);
  expect((await bob({ method: 'POST', path, body })).status).toBe(404);
  expect((await bob({ method: 'DELETE', path: `/v1/expected/${more.id}` })).status).toBe(404);
  for (let i = 0; i < 2; i += 1) await sees({ ip: '10.50.0.1', tcp: [22] });
  expect((await feed({ network })).at(-1)).toMatchObject({ port: 443, expected: true });
  expect((await alice({ method: 'DELETE', path: `/v1/expected/${more.id}` })).status).toBe(204);

  const { entries } = wireAuditPage.parse((await root({ path: '/v1/audit' })).body);
  expect(entries.slice(0, 4).map(({ action }) => action)).toEqual(
    expect.arrayContaining(['expectation.delete', 'run.start', 'expectation.create']),
  );
  expect(entries.map(({ action }) => action)).toContain('change.acknowledge');
});

test('a run whose changes cannot be worked out is given up with the reason, and holds up no other', async () => {
  const task = await readTask('10.51.0.0/28');
  await digest(await probedRun(db, task, [{ ip: '10.51.0.1', tcp: [22] }]));
  const broken = await probedRun(db, task, [{ ip: '10.51.0.1', tcp: [22] }]);
  await db.execute(
    sql`update netsweep_host set ports = '[{"protocol":"tcp","port":"x","state":"open"}]' where run_id = ${broken}`,
  );
  const later = await probedRun(db, task, [{ ip: '10.51.0.1', tcp: [22, 80] }]);
  for (let i = 0; i < 5; i += 1) {
    expect((await waiting()).map(({ id }) => id)).toEqual([broken, later]);
    expect(await digest(broken)).toBeNull();
  }
  expect((await waiting()).map(({ id }) => id)).toEqual([later]);
  expect(await digest(later)).toBe(1);
  const shown = wireRun.parse((await alice({ path: `/v1/runs/${broken}` })).body);
  expect(shown).toMatchObject({
    changes_ready: false,
    changes_error: 'its changes cannot be worked out (SQLSTATE 22P02)',
  });
});

test('Prometheus reads what the caller sees', async () => {
  const read = async (who = alice) => String((await who({ path: '/v1/metrics' })).body);
  const mine = await read();
  expect(mine).toContain('netsweep_tasks 2\n');
  expect(mine).toMatch(/^netsweep_runs\{state="done"\} \d+$/m);
  expect(mine).toMatch(
    /^netsweep_changes\{kind="port-opened",severity="medium",acknowledged="true"\} 2$/m,
  );
  expect(await read(bob)).toContain('netsweep_tasks 0\n');
  expect(await read(bob)).not.toContain('netsweep_changes');
});
