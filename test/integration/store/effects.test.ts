import { sql } from 'drizzle-orm';
import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { attemptsIn } from '#shared/store/attempts.ts';
import { setClock } from '#shared/store/clock.ts';
import { openDatabase } from '#shared/store/database.ts';
import { hostsIn } from '#shared/store/hosts.ts';
import { planningIn } from '#shared/store/planning.ts';
import { runsIn } from '#shared/store/runs.ts';
import { slicesIn } from '#shared/store/slices.ts';
import { startRunsIn } from '#shared/store/start-runs.ts';
import { tasksIn } from '#shared/store/tasks.ts';
import { admin, anOwner, createTask, hostAt, startedRun } from '#test/support/run-fixtures.ts';
import { usePostgres } from '#test/support/stores.ts';

const { url, neonEndpoint } = await usePostgres();
const db = openDatabase(url, neonEndpoint);
const attempts = attemptsIn(db);
const runs = runsIn(db);
const slices = slicesIn(db);
const tasks = tasksIn(db);
const LEASE_MS = 60_000;
const none = { judged: 1, probesSent: 1, localFailures: 0 };

const take = async (runId: number, chunkNo: number, owner = anOwner()) => {
  const taken = await attempts.take({ runId, chunkNo }, owner, LEASE_MS);
  if (!taken) throw new Error(`chunk ${chunkNo} could not be taken`);
  return taken;
};

const commitEmpty = async (runId: number, chunkNo: number) =>
  attempts.commit(await take(runId, chunkNo), { online: 0, ...none });

const failForGood = async (runId: number, chunkNo: number, reason: string) => {
  for (let i = 0; i < 5; i += 1) {
    const owner = anOwner();
    await take(runId, chunkNo, owner);
    expect(await attempts.release({ runId, chunkNo }, owner, reason)).toBe(true);
  }
};

const allSlices = async (runId: number) => {
  const { rows } = await db.execute(
    sql`select slice::text from netsweep_chunk where run_id = ${runId} order by chunk_no`,
  );
  return rows.map((row) => String(row.slice));
};

test('the chunks of a run tile its network, in order', async () => {
  const { runId } = await startedRun(db, '10.1.0.0/16', '1-100');
  const cut = await allSlices(runId);
  expect(cut.length).toBe(128);
  expect(cut[0]).toBe('10.1.0.0/23');
  expect(cut.at(-1)).toBe('10.1.254.0/23');
  expect((await runs.get(runId, admin))?.addresses).toBe(65_536);
});

test('IPv6 and a single address are sliced too', async () => {
  const six = await startedRun(db, 'fd12:3456:789a::/116', '22');
  expect((await allSlices(six.runId)).at(-1)).toMatch(/^fd12:3456:789a::[0-9a-f]+\/\d+$/);
  const one = await startedRun(db, '10.9.9.9/32', '1-65535');
  expect(await allSlices(one.runId)).toEqual(['10.9.9.9/32']);
});

test('a task has one live run, and the refusal of one undoes the start of all', async () => {
  const { task } = await startedRun(db, '10.2.0.0/24');
  const other = await createTask(db, '10.2.1.0/24');
  await expect(startRunsIn(db)([other, task])).rejects.toMatchObject({ code: 'run-live' });
  expect((await tasks.get(other.id, admin))?.liveRunId).toBeNull();
});

test('runs that are started together lock their tasks by their ids, and are told in the order asked for', async () => {
  const one = await createTask(db, '10.2.2.0/24');
  const other = await createTask(db, '10.2.3.0/24');
  const client = new Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query('begin');
  const lock = 'select from network_query_task where id = $1 for update nowait';
  await client.query(lock, [one.id]);
  const starting = startRunsIn(db)([other, one]);
  const waiting = sql`select pid from pg_stat_activity where datname = current_database()
    and query like '%netsweep_start%' and wait_event_type = 'Lock'`;
  await expect.poll(async () => (await db.execute(waiting)).rows.length).toBe(1);
  // It has nothing yet that whoever takes the tasks in this order may be waiting for.
  await client.query(lock, [other.id]);
  await client.query('commit');
  const started = await Promise.all((await starting).map((id) => runs.get(id, admin)));
  expect(started.map((run) => run?.taskId)).toEqual([other.id, one.id]);
});

test('a due time has one run, however often it is planned', async () => {
  const task = await createTask(db, '10.3.0.0/24');
  const occasion = {
    key: task.key,
    trigger: 'clock',
    scheduledFor: new Date(1_700_000_000_000),
    missed: 2,
  } as const;
  const planning = planningIn(db);
  const verdicts = await Promise.all(
    Array.from({ length: 8 }, () => planning.plan(task, occasion)),
  );
  expect(verdicts.filter(({ verdict }) => verdict === 'planned')).toHaveLength(1);
  expect(new Set(verdicts.map(({ runId }) => runId)).size).toBe(1);
});

test('taking is idempotent for its owner and exclusive for everybody else', async () => {
  const { runId } = await startedRun(db, '10.4.0.0/30');
  const owner = anOwner();
  const first = await take(runId, 0, owner);
  expect((await take(runId, 0, owner)).attempt).toBe(first.attempt);
  expect(await attempts.take({ runId, chunkNo: 0 }, anOwner(), LEASE_MS)).toBeNull();
  expect((await runs.get(runId, admin))?.state).toBe('probing');
});

test('the last commit swaps the generation and moves the old columns', async () => {
  const { task, runId } = await startedRun(db, '10.5.0.0/31', '22');
  const chunk = await take(runId, 0);
  await attempts.stage(chunk, [hostAt('10.5.0.1')]);
  expect(await attempts.commit(chunk, { online: 1, ...none })).toBe(true);
  const done = await tasks.get(task.id, admin);
  expect(done).toMatchObject({ queryStatus: 2, onlineIpNum: 1, status: 'done', liveRunId: null });
  const { rows } = await db.execute(
    sql`select ip::text, tcp_port_list, udp_port_list from network_query_result where network = '10.5.0.0/31'`,
  );
  expect(rows).toEqual([
    { ip: '10.5.0.1/32', tcp_port_list: '["22 open unknown"]', udp_port_list: '[]' },
  ]);
});

test('the old lists say port, state and service: UDP ports in the UDP list, and silence as what it is', async () => {
  const { runId } = await startedRun(db, '10.5.0.4/31', '22');
  const chunk = await take(runId, 0);
  const udp = { protocol: 'udp', reason: 'no-response', rttMs: null, attempts: 2 } as const;
  const host = hostAt('10.5.0.5');
  const tls = {
    subject: 'CN=box',
    issuer: 'CN=box',
    sans: [],
    not_before: '2026-01-02T03:04:05.000Z',
    not_after: '2027-01-02T03:04:05.000Z',
    self_signed: true,
    protocol: 'TLSv1.3',
  };
  const named = host.observations.map((port) => ({ ...port, service: 'ssh', tls }));
  const observations = [
    { ...udp, port: 161, state: 'open|filtered', service: 'snmp' },
    { ...udp, port: 53, state: 'open', service: 'domain' },
    ...named,
  ] as const;
  const known = { names: [], workgroup: null, description: null, identified: 'whole' } as const;
  const identity = { ...known, hostname: 'box', mac: '00:1b:a9:00:00:01', vendor: 'Brother' };
  await attempts.stage(chunk, [{ ...host, observations, identity }]);
  expect(await attempts.commit(chunk, { online: 1, ...none })).toBe(true);
  const { rows } = await db.execute(
    sql`select tcp_port_list, udp_port_list, hostname, scan_mac, scan_mac_product
          from network_query_result where network = '10.5.0.4/31'`,
  );
  expect(rows).toEqual([
    {
      tcp_port_list: '["22 open ssh"]',
      udp_port_list: '["53 open domain", "161 open|filtered snmp"]',
      hostname: 'box',
      scan_mac: '00:1b:a9:00:00:01',
      scan_mac_product: 'Brother',
    },
  ]);
  const expiring = (before: string) =>
    db.execute(sql`select host(ip) as ip from netsweep_host where run_id = ${runId}
      and jsonb_path_exists(ports, '$[*].tls ? (@.not_after < $before)', ${JSON.stringify({ before })}::jsonb)`);
  expect((await expiring('2027-02-01T00:00:00.000Z')).rows).toEqual([{ ip: '10.5.0.5' }]);
  expect((await expiring('2027-01-01T00:00:00.000Z')).rows).toEqual([]);
  const page = await hostsIn(db).ofRun(runId, { limit: 1 }, admin);
  expect(page?.hosts[0]).toMatchObject({ hostname: 'box', identity: known, ports: observations });
});

test('a commit whose reply was lost may be repeated; it counts once', async () => {
  const { runId } = await startedRun(db, '10.6.0.0/31');
  const chunk = await take(runId, 0);
  for (let i = 0; i < 3; i += 1)
    expect(await attempts.commit(chunk, { online: 0, ...none })).toBe(true);
  expect((await runs.get(runId, admin))?.chunks).toEqual({ total: 1, done: 1, failed: 0 });
});

test('a scanner that lost its lease cannot commit', async () => {
  const { runId } = await startedRun(db, '10.7.0.0/31');
  const zombie = await take(runId, 0);
  await setClock(db, LEASE_MS / 1000 + 10);
  await slices.reap();
  await setClock(db, 2 * (LEASE_MS / 1000 + 10));
  const next = await take(runId, 0);
  await setClock(db, 0);
  expect(next.attempt).toBe(zombie.attempt + 1);
  expect(await attempts.commit(zombie, { online: 0, ...none })).toBe(false);
  expect(await attempts.commit(next, { online: 0, ...none })).toBe(true);
});

test('a commit without all of its hosts, or with one outside its slice, is refused', async () => {
  const { runId } = await startedRun(db, '10.8.0.0/31');
  const chunk = await take(runId, 0);
  await attempts.stage(chunk, [hostAt('10.8.0.1'), hostAt('10.99.0.1')]);
  expect(await attempts.commit(chunk, { online: 3, ...none })).toBe(false);
  expect(await attempts.commit(chunk, { online: 2, ...none })).toBe(false);
});

test('hosts of an attempt that died do not count', async () => {
  const { task, runId } = await startedRun(db, '10.10.0.0/31');
  const owner = anOwner();
  const dead = await take(runId, 0, owner);
  await attempts.stage(dead, [hostAt('10.10.0.0'), hostAt('10.10.0.1')]);
  await attempts.release({ runId, chunkNo: 0 }, owner, 'its scanner died');
  const chunk = await take(runId, 0);
  await attempts.stage(chunk, [hostAt('10.10.0.1')]);
  await attempts.commit(chunk, { online: 1, ...none });
  const page = await hostsIn(db).ofTask(task.id, { limit: 10 }, admin);
  expect(page?.hosts.map(({ ip }) => ip)).toEqual(['10.10.0.1']);
});

test('a chunk that keeps failing is parked with its reason, and the old generation stays', async () => {
  const { task, runId } = await startedRun(db, '10.11.0.0/31');
  const good = await take(runId, 0);
  await attempts.stage(good, [hostAt('10.11.0.1')]);
  await attempts.commit(good, { online: 1, ...none });
  const [bad] = await startRunsIn(db)([task]);
  if (bad === undefined) throw new Error('no second run');
  await failForGood(bad, 0, 'it always dies');
  expect(await runs.get(bad, admin)).toMatchObject({ state: 'failed', error: 'it always dies' });
  expect(await tasks.get(task.id, admin)).toMatchObject({ queryStatus: 3, onlineIpNum: 1 });
  expect((await hostsIn(db).ofTask(task.id, { limit: 10 }, admin))?.hosts).toHaveLength(1);
});

test('after a cancel nothing of the run counts, and it can be started again', async () => {
  const { task, runId } = await startedRun(db, '10.14.0.0/31');
  const chunk = await take(runId, 0);
  expect(await planningIn(db).cancel(runId, 'asked for')).toBe(true);
  expect(await attempts.heartbeat(chunk, 1)).toBe(false);
  expect(await attempts.commit(chunk, { online: 0, ...none })).toBe(false);
  expect(await attempts.take({ runId, chunkNo: 0 }, anOwner(), LEASE_MS)).toBeNull();
  expect((await tasks.get(task.id, admin))?.queryStatus).toBe(0);
  expect(await startRunsIn(db)([task])).toHaveLength(1);
});

test('a paused run begins no chunk, ends those that are begun, and goes on where it was', async () => {
  const { task, runId } = await startedRun(db, '10.17.0.0/31', '1-2000');
  const planning = planningIn(db);
  await slices.nextSlices(runId, 10);
  const begun = await take(runId, 0);
  expect(await planning.pause(runId)).toBe(true);
  expect(await tasks.get(task.id, admin)).toMatchObject({ queryStatus: 4, status: 'paused' });
  expect(await attempts.take({ runId, chunkNo: 1 }, anOwner(), LEASE_MS)).toBeNull();
  expect(await slices.nextSlices(runId, 10)).toEqual([]);
  expect(await attempts.heartbeat(begun, 1)).toBe(true);
  expect(await attempts.commit(begun, { online: 0, ...none })).toBe(true);
  expect(await planning.resume(runId)).toBe(task.key);
  expect(await planning.resume(runId)).toBeNull();
  expect(await runs.get(runId, admin)).toMatchObject({ state: 'probing', chunks: { done: 1 } });
  expect(await slices.nextSlices(runId, 10)).toEqual(['10.17.0.1/32']);
  await commitEmpty(runId, 1);
  expect((await runs.get(runId, admin))?.state).toBe('done');
  expect(await planning.pause(runId)).toBe(false);
});

test('a run that is paused with its last chunk under way ends with it', async () => {
  const { runId } = await startedRun(db, '10.18.0.0/31');
  const last = await take(runId, 0);
  await planningIn(db).pause(runId);
  await attempts.commit(last, { online: 0, ...none });
  expect((await runs.get(runId, admin))?.state).toBe('done');
});

test('deleting is all or nothing and cancels what is live', async () => {
  const { task, runId } = await startedRun(db, '10.15.0.0/31');
  expect(await tasks.remove([task.id, 999_999_999], admin)).toBeNull();
  expect(await tasks.get(task.id, admin)).not.toBeNull();
  expect(await tasks.remove([task.id, task.id], admin)).toEqual([task.key]);
  expect(await runs.get(runId, admin)).toBeNull();
  expect(await tasks.get(task.id, admin)).toBeNull();
});

test('what is not mine is not there', async () => {
  const task = await createTask(db, '10.16.0.0/31');
  const stranger = { owner: 'somebody', isAdmin: false, scopes: [] };
  expect(await tasks.get(task.id, stranger)).toBeNull();
  expect((await tasks.list({ limit: 1000 }, stranger)).tasks).toEqual([]);
  expect(await tasks.remove([task.id], stranger)).toBeNull();
});

test('a run planned over a /8 costs Postgres rows, not this process memory', async () => {
  const { runId } = await startedRun(db, '11.0.0.0/8', '22');
  const first = await slices.nextSlices(runId, 2);
  expect(first).toEqual(['11.0.0.0/20', '11.0.16.0/20']);
  expect(await slices.nextSlices(runId, 1)).toEqual(['11.0.32.0/20']);
  expect((await runs.get(runId, admin))?.chunks.total).toBe(4096);
});

test('a release that is repeated spends one attempt, though the chunk is on its list again', async () => {
  const { runId } = await startedRun(db, '10.60.0.0/32');
  const chunk = { runId, chunkNo: 0 };
  const owner = anOwner();
  await take(runId, 0, owner);
  expect(await attempts.release(chunk, owner, 'no route')).toBe(true);
  await setClock(db, 10);
  expect(await slices.nextSlices(runId, 1)).toEqual(['10.60.0.0/32']);
  expect(await attempts.release(chunk, owner, 'no route')).toBe(false);
  expect((await take(runId, 0)).attempt).toBe(2);
  await setClock(db, 0);
});
