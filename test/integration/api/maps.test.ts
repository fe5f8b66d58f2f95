import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { wireAddressMap, wireMe, wireRuns, wireTasks, wireTrendPage } from '#shared/domain/wire.ts';
import { setClock } from '#shared/store/clock.ts';
import { openDatabase } from '#shared/store/database.ts';
import { digestsIn } from '#shared/store/digests.ts';
import { type Caller, liveApi } from '#test/support/live-api.ts';
import { usePostgres, useRedis } from '#test/support/stores.ts';

const postgres = await usePostgres();
const redis = await useRedis();
const api = await liveApi({ postgres, redis }, 'local', ['10.0.0.0/8']);
const { call: alice } = await api.caller('alice', 'operator');
const { call: bob } = await api.caller('bob', 'operator', ['10.2.0.0/25']);
const sql = new Client({ connectionString: postgres.url });
await sql.connect();
afterAll(() => sql.end());
const db = openDatabase(postgres.url, postgres.neonEndpoint);
const digests = digestsIn(db);

const createTask = async (call: Caller, network: string, options = {}): Promise<number> => {
  const body = { networks: [network], tcp_ports: 'all', options };
  const answer = await call({ method: 'POST', path: '/v1/tasks', body });
  return wireTasks.parse(answer.body).tasks[0]?.id ?? 0;
};
const startRun = async (call: Caller, id: number): Promise<number> => {
  const answer = await call({ method: 'POST', path: '/v1/runs', body: { task_ids: [id] } });
  return wireRuns.parse(answer.body).runs[0]?.id ?? 0;
};

/** Commits the chunk with this address, in which these hosts are up. */
const commit = async (runId: number, address: string, hosts: readonly string[]): Promise<void> => {
  const { rows } = await sql.query(
    'select chunk_no from netsweep_chunk where run_id = $1 and slice >>= $2::inet',
    [runId, address],
  );
  const no = rows[0].chunk_no;
  await sql.query('select netsweep_take($1, $2, $3, 60000)', [runId, no, randomUUID()]);
  const port = {
    protocol: 'tcp',
    port: 22,
    state: 'open',
    reason: 'syn-ack',
    rttMs: 1,
    attempts: 1,
  };
  const staged = hosts.map((ip) => ({
    ip,
    ports: [port, { ...port, port: 23, state: 'closed' }],
    closed: 0,
    filtered: 0,
    open_filtered: 0,
  }));
  await sql.query('select netsweep_stage($1, $2, 1, $3)', [runId, no, JSON.stringify(staged)]);
  await sql.query('select netsweep_commit($1, $2, 1, $3, 65535, 65535, 0)', [
    runId,
    no,
    hosts.length,
  ]);
};
/** Commits the other chunks of a /30, in which the third address alone is up. */
const commitOthers = async (runId: number, network: string): Promise<void> => {
  for (const n of [0, 2, 3])
    await commit(runId, `${network}${n}`, n === 2 ? [`${network}${n}`] : []);
};
const digestAll = async (): Promise<void> => {
  for (const { id } of await digests.waiting()) await digests.digest(id);
};

const mapOf = async (call: Caller, id: number, query = '') =>
  wireAddressMap.parse((await call({ path: `/v1/tasks/${id}/map`, query })).body);
const statesOf = ({ offsets, states }: Awaited<ReturnType<typeof mapOf>>) =>
  Object.fromEntries(offsets.map((offset, row) => [offset, states[row]]));

describe('the map of a task', () => {
  it('fills while a run goes on, and tells what was looked at', async () => {
    const id = await createTask(alice, '10.1.0.0/30');
    expect(await mapOf(alice, id)).toMatchObject({
      network: '10.1.0.0/30',
      checked: [],
      offsets: [],
    });
    const first = await startRun(alice, id);
    await commit(first, '10.1.0.1', ['10.1.0.1']);
    const half = await mapOf(alice, id);
    expect(half.checked.map(({ cidr }) => cidr)).toEqual(['10.1.0.1/32']);
    expect(half).toMatchObject({
      offsets: [1],
      states: ['new'],
      open_ports: [1],
      last_changed: [null],
    });
    // Each address was checked when its slice was, not when the run ended.
    await setClock(db, 60);
    await commitOthers(first, '10.1.0.');
    const before = await mapOf(alice, id);
    await digestAll();
    expect(await mapOf(alice, id)).toEqual(before);
    expect(before.checked).toHaveLength(4);

    // The next run has looked at one of the two: that one is missed, the other as it was.
    const second = await startRun(alice, id);
    await commit(second, '10.1.0.1', []);
    expect(statesOf(await mapOf(alice, id))).toEqual({ 1: 'missed', 2: 'new' });
    await commitOthers(second, '10.1.0.');
    await digestAll();
    expect(statesOf(await mapOf(alice, id))).toEqual({ 1: 'missed', 2: 'online' });
  });

  it('tells what is never asked', async () => {
    const id = await createTask(alice, '10.1.1.0/30', { exclude: ['10.1.1.2/32'] });
    await startRun(alice, id);
    expect((await mapOf(alice, id)).excluded).toEqual(['10.1.1.2/32']);
  });

  it('comes in pages that make one', async () => {
    const id = await createTask(alice, '10.1.2.0/30');
    const run = await startRun(alice, id);
    for (const n of [0, 1, 2, 3]) await commit(run, `10.1.2.${n}`, [`10.1.2.${n}`]);
    const offsets: number[] = [];
    let query = 'limit=3';
    for (;;) {
      const page = await mapOf(alice, id, query);
      offsets.push(...page.offsets);
      if (page.next === null) break;
      query = `limit=3&cursor=${page.next}`;
    }
    expect(offsets).toEqual([0, 1, 2, 3]);
  });

  it('is not there for others, and ends where the scopes of its viewer do', async () => {
    const id = await createTask(bob, '10.2.0.126/31');
    const run = await startRun(bob, id);
    for (const n of [126, 127]) await commit(run, `10.2.0.${n}`, [`10.2.0.${n}`]);
    expect(await alice({ path: `/v1/tasks/${id}/map` })).toMatchObject({ status: 404 });
    expect((await mapOf(bob, id)).offsets).toEqual([0, 1]);
    await sql.query("update netsweep_token set scopes = '{10.2.0.126/32}' where owner = 'bob'");
    const narrow = await mapOf(bob, id);
    expect(narrow.offsets).toEqual([0]);
    expect(narrow.checked.map(({ cidr }) => cidr)).toEqual(['10.2.0.126/32']);
  });
});

describe('trends', () => {
  it('tell what done runs counted, the oldest first, task by task and page by page', async () => {
    const { call } = await api.caller('carol', 'operator');
    const ids = [await createTask(call, '10.4.0.0/32'), await createTask(call, '10.4.0.1/32')];
    for (const hosts of [['10.4.0.0'], [], ['10.4.0.0']])
      await commit(await startRun(call, ids[0] ?? 0), '10.4.0.0', hosts);
    await startRun(call, ids[1] ?? 0);
    const page = async (query: string) =>
      wireTrendPage.parse((await call({ path: '/v1/trends', query })).body);
    const whole = await page('');
    expect(
      whole.trends.map(({ task_id, points }) => [task_id, points.map(({ online }) => online)]),
    ).toEqual([
      [ids[0], [1, 0, 1]],
      [ids[1], []],
    ]);
    const first = await page('limit=1');
    const second = await page(`limit=1&cursor=${first.next}`);
    expect([...first.trends, ...second.trends]).toEqual(whole.trends);
    expect(second.next).toBeNull();
  });
});

describe('who asks', () => {
  it('is told their role and what they may probe', async () => {
    const { call } = await api.caller('dan', 'viewer', ['10.5.0.0/16', '11.0.0.0/8']);
    expect(wireMe.parse((await call({ path: '/v1/me' })).body)).toMatchObject({
      role: 'viewer',
      owner: 'dan',
      scopes: ['10.5.0.0/16'],
    });
  });
});
