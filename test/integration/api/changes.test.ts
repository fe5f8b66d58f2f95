import { expect, test } from 'vitest';
import { wireChangePage, wireDifferencePage, wireTasks } from '#shared/domain/wire.ts';
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

const readTask = async (network: string) => {
  const body = { networks: [network], tcp_ports: '22,80' };
  const answer = await alice({ method: 'POST', path: '/v1/tasks', body });
  const [created] = wireTasks.parse(answer.body).tasks;
  const task = await tasksIn(db).get(created?.id ?? 0, admin);
  if (!task) throw new Error('no task was made');
  return task;
};
const task = await readTask('10.90.0.0/28');
const sees = async (...seen: Seen[]): Promise<number> => {
  const runId = await probedRun(db, task, seen);
  await digestsIn(db).digest(runId);
  return runId;
};
const first = await sees({ ip: '10.90.0.1', tcp: [22] });
const second = await sees({ ip: '10.90.0.1', tcp: [22, 80] }, { ip: '10.90.0.2' });
const third = await sees(
  { ip: '10.90.0.1', tcp: [22, 80] },
  { ip: '10.90.0.2' },
  { ip: '10.90.0.3' },
);

const queryOf = (query: Record<string, string>) => new URLSearchParams(query).toString();
const feed = async (query: Record<string, string>, who = alice) =>
  wireChangePage.parse((await who({ path: '/v1/changes', query: queryOf(query) })).body);
const kinds = ({ changes }: { changes: { kind: string }[] }) => changes.map(({ kind }) => kind);

test('the feed goes on where it was left, by cursor, by the last id, and by time', async () => {
  const all = await feed({});
  expect(kinds(all)).toEqual(['port-opened', 'host-appeared', 'host-appeared']);
  const page = await feed({ limit: '2' });
  expect(kinds(await feed({ limit: '2', cursor: page.next ?? '' }))).toEqual(['host-appeared']);
  const [, last] = page.changes;
  expect((await feed({ since: `${last?.id}` })).changes).toEqual(all.changes.slice(2));
  const at = all.changes[2]?.at ?? '';
  expect((await feed({ since: at })).changes).toEqual(all.changes.slice(2));
  expect(kinds(await feed({ kind: 'port-opened', network: '10.90.0.0/30' }))).toEqual([
    'port-opened',
  ]);
  expect(kinds(await feed({ network: '10.91.0.0/16' }))).toEqual([]);
});

test('a run has its own changes, and any two compare', async () => {
  const read = async (id: number, query: Record<string, string> = {}) =>
    wireDifferencePage.parse(
      (await alice({ path: `/v1/runs/${id}/changes`, query: queryOf(query) })).body,
    );
  expect(kinds(await read(third))).toEqual(['host-appeared']);
  const against = { against: `${first}` };
  const whole = await read(third, against);
  expect(kinds(whole)).toEqual(['port-opened', 'host-appeared', 'host-appeared']);
  const page = await read(third, { ...against, limit: '2' });
  const rest = await read(third, { ...against, limit: '2', cursor: page.next ?? '' });
  expect([...page.changes, ...rest.changes]).toEqual(whole.changes);
  expect(kinds(await read(second, { against: `${third}` }))).toEqual(['host-vanished']);
});

test('what changed for others is not there, and runs that cannot be compared are told so', async () => {
  expect((await feed({}, bob)).changes).toEqual([]);
  expect((await bob({ path: `/v1/runs/${third}/changes` })).status).toBe(404);
  const other = await probedRun(db, await readTask('10.92.0.0/28'), []);
  const failed = await probedRun(db, task, [], true);
  for (const against of [other, failed]) {
    const answer = await alice({
      path: `/v1/runs/${third}/changes`,
      query: queryOf({ against: `${against}` }),
    });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/against' }] } });
  }
});
