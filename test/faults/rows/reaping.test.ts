import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '#shared/store/database.ts';
import { slicesIn } from '#shared/store/slices.ts';
import { startedRun } from '#test/support/run-fixtures.ts';
import { usePostgres } from '#test/support/stores.ts';

const { url, neonEndpoint } = await usePostgres();
const db = openDatabase(url, neonEndpoint);
const slices = slicesIn(db);

const connected = async (): Promise<Client> => {
  const client = new Client({ connectionString: url });
  // Killed on purpose.
  client.on('error', () => {});
  await client.connect();
  afterAll(() => client.end().catch(() => {}));
  return client;
};
const [one, other] = [await connected(), await connected()];

/** A run whose chunks are all with scanners that were lost. */
const lost = async (network: string): Promise<number> => {
  const { runId } = await startedRun(db, network, '1-1024');
  await one.query(
    `update netsweep_run set state = 'probing', started_at = netsweep_now() where id = $1`,
    [runId],
  );
  await one.query(
    `update netsweep_chunk set state = 'leased', attempt = 1, owner = 'somebody', queued_at = netsweep_now(),
            lease_until = netsweep_now() - interval '1 second' where run_id = $1`,
    [runId],
  );
  return runId;
};
const chunksOf = async (runId: number) =>
  (
    await one.query(
      `select state, attempt, count(*)::int as n from netsweep_chunk where run_id = $1 group by 1, 2`,
      [runId],
    )
  ).rows;
const reapOn = async (client: Client): Promise<number> => {
  const { rows } = await client.query(
    'select coalesce(sum(chunks), 0)::int as n from netsweep_reap()',
  );
  return rows[0].n;
};
const isWaiting = async (client: Client): Promise<void> => {
  const pid = Reflect.get(client, 'processID');
  const waits = async () =>
    (await one.query('select wait_event_type from pg_stat_activity where pid = $1', [pid])).rows[0]
      ?.wait_event_type;
  await expect.poll(waits).toBe('Lock');
};

test('F40: two reapers at once give each lost chunk back once, however many there are', async () => {
  const run = await lost('10.2.0.0/16');
  const reaped = await Promise.all([reapOn(one), reapOn(other), slices.reap()]);
  const all = reaped[0] + reaped[1] + reaped[2].reduce((sum, { chunks }) => sum + chunks, 0);
  expect(all).toBe(1024);
  expect(await chunksOf(run)).toEqual([{ state: 'pending', attempt: 1, n: 1024 }]);
});

test('F40: a reaper that is killed half way has given nothing back, and the next one gives all', async () => {
  const [first, second] = [await lost('10.3.0.0/24'), await lost('10.3.1.0/24')];
  const before = await chunksOf(first);
  await one.query('begin');
  await one.query('select from netsweep_run where id = $1 for no key update', [second]);
  const killed = await connected();
  // Listened to from the start: it fails while the one who ends it still waits for an answer.
  const refused = expect(reapOn(killed)).rejects.toThrow();
  await isWaiting(killed);
  await other.query('select pg_terminate_backend($1)', [Reflect.get(killed, 'processID')]);
  await refused;
  await one.query('rollback');
  expect(await chunksOf(first)).toEqual(before);
  expect(await slices.reap()).toHaveLength(2);
  for (const run of [first, second])
    expect(await chunksOf(run)).toMatchObject([{ state: 'pending', attempt: 1 }]);
});

test('F40: a run that somebody commits to is waited for, not passed over', async () => {
  const run = await lost('10.4.0.0/24');
  await one.query('begin');
  await one.query('select from netsweep_run where id = $1 for no key update', [run]);
  const reaping = reapOn(other);
  await sleep(100);
  await one.query('commit');
  expect(await reaping).toBeGreaterThan(0);
});
