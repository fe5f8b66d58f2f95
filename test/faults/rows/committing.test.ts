import fc from 'fast-check';
import { Pool } from 'pg';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HostFindings } from '#shared/domain/observation.ts';
import { taskOptions } from '#shared/domain/task-options.ts';
import { type Attempt, attemptsIn, type TakenChunk } from '#shared/store/attempts.ts';
import { openDatabase } from '#shared/store/database.ts';
import { hostsIn } from '#shared/store/hosts.ts';
import { runsIn } from '#shared/store/runs.ts';
import { scopesIn } from '#shared/store/scopes.ts';
import { stagingParts } from '#shared/store/staging-parts.ts';
import { check } from '#test/faults/checker.ts';
import { newHistory } from '#test/faults/history.ts';
import { chanceFrom } from '#test/faults/rig/chance.ts';
import { startFaultProxy } from '#test/faults/rig/fault-proxy.ts';
import { admin, anOwner, hostAt, startedRun } from '#test/support/run-fixtures.ts';
import { usePostgres } from '#test/support/stores.ts';

const { url, neonEndpoint } = await usePostgres();
const neon = await startFaultProxy(chanceFrom(1), neonEndpoint);
const db = openDatabase(url, `${neon.url}/sql`);
const pool = new Pool({ connectionString: url, max: 30 });
afterAll(async () => {
  await pool.end();
  await neon.stop();
});
const attempts = attemptsIn(db);
const runs = runsIn(db);
const MOST_BYTES = 1_000_000;
const LEASE_MS = 60_000;

// Each end of a run is written down by a trigger: however often it is told, here it is counted.
await pool.query(`create table ended (run_id bigint, state text)`);
await pool.query(`create function note_end() returns trigger language plpgsql as $$
  begin insert into ended values (new.id, new.state); return null; end $$`);
await pool.query(`create trigger note_end after update on netsweep_run for each row
  when (old.state is distinct from new.state and new.finished_at is not null) execute function note_end()`);

beforeEach(async () => {
  await pool.query(
    'truncate network_query_task, netsweep_run, netsweep_chunk, netsweep_host, ended cascade',
  );
  await scopesIn(db).setDeployment(['127.0.0.0/8']);
});

afterEach(async () => {
  neon.heal();
  const redis = async () => [];
  const evidence = { history: newHistory(), postgres: pool, redis, isSettled: false };
  const told = await check(evidence);
  // No list is kept here, so no chunk is on one.
  expect(told.filter(({ invariant }) => invariant !== 'I13')).toEqual([]);
});

const take = async (runId: number, chunkNo: number): Promise<TakenChunk> => {
  const taken = await attempts.take({ runId, chunkNo }, anOwner(), LEASE_MS);
  if (!taken) throw new Error(`chunk ${chunkNo} of run ${runId} could not be taken`);
  return taken;
};
const tally = (online = 0) => ({ online, judged: 1, probesSent: 1, localFailures: 0 });

/** Runs of so many chunks each, an address a chunk, all of them taken. */
const takenRuns = async (count: number, chunks: number): Promise<Attempt[][]> => {
  await pool.query(
    `insert into network_query_task
       (owner, key, network, tcp_query_ports, udp_query_ports, options, query_status, created_time)
     select 'admin', concat('127.0.0.0/24&', port, '&'), '127.0.0.0/24', port, '', $1, 0, netsweep_now()
       from generate_series(1, $2) port`,
    [JSON.stringify(taskOptions.parse({})), count],
  );
  const parts = Array.from({ length: chunks }, (_, i) => `127.0.0.${2 * i}/32`);
  await pool.query(
    `select p.* from network_query_task t,
       netsweep_plan(t.id, t.key, 'legacy', netsweep_now(), 0, null, $1::cidr[], $2, $2) p`,
    [`{${parts}}`, chunks],
  );
  const { rows } = await pool.query<Attempt>(
    `select c.run_id::int as "runId", c.chunk_no as "chunkNo", t.attempt
       from netsweep_chunk c, netsweep_take(c.run_id, c.chunk_no, 'a scanner', $1) t
      order by c.run_id, c.chunk_no`,
    [LEASE_MS],
  );
  return [...Map.groupBy(rows, ({ runId }) => runId).values()];
};

describe('F29: a statement that Postgres undoes for another’s sake', () => {
  test.each(['40001', '40P01'])('is tried again, whole, after %s', async (code) => {
    const { runId } = await startedRun(db, '127.0.0.0/31');
    const chunk = await take(runId, 0);
    await attempts.stage(chunk, [hostAt('127.0.0.1')]);
    await pool.query('create sequence conflicts');
    await pool.query(`create function conflict() returns trigger language plpgsql as $$ begin
      if nextval('conflicts') <= 4 then raise exception 'conflict' using errcode = '${code}'; end if;
      return new; end $$`);
    await pool.query(
      `create trigger conflict before update on netsweep_run for each row execute function conflict()`,
    );
    const committed = await attempts.commit(chunk, tally(1));
    await pool.query('drop function conflict cascade');
    await pool.query('drop sequence conflicts');
    expect(committed).toBe(true);
    expect(await runs.get(runId, admin)).toMatchObject({ state: 'done', online: 1 });
  });

  test('is tried again after a deadlock with somebody who locks in another order', async () => {
    const { runId } = await startedRun(db, '127.0.0.0/31');
    const chunk = await take(runId, 0);
    const other = await pool.connect();
    await other.query('begin');
    // The other one is to be the last that Postgres ends the wait of.
    await other.query(`set local deadlock_timeout = '10s'`);
    await other.query('select from netsweep_chunk where run_id = $1 for update', [runId]);
    const committing = attempts.commit(chunk, tally());
    const waiting = `select from pg_stat_activity where datname = current_database()
      and query like '%netsweep_commit%' and wait_event_type = 'Lock'`;
    await expect.poll(async () => (await pool.query(waiting)).rowCount).toBe(1);
    await other.query('select from netsweep_run where id = $1 for update', [runId]);
    await other.query('rollback');
    other.release();
    expect(await committing).toBe(true);
  });

  test('does not come about among thirty who commit at once', async () => {
    const [chunks = []] = await takenRuns(1, 30);
    const before = (await pool.query(DEADLOCKS)).rows[0].deadlocks;
    const committed = await Promise.all(chunks.map((chunk) => attempts.commit(chunk, tally())));
    expect(committed).toEqual(chunks.map(() => true));
    expect((await pool.query(DEADLOCKS)).rows[0].deadlocks).toBe(before);
    const run = await runs.get(chunks[0]?.runId ?? 0, admin);
    expect(run).toMatchObject({ state: 'done', chunks: { total: 30, done: 30 } });
  });
});
const DEADLOCKS = 'select deadlocks from pg_stat_database where datname = current_database()';

/** What a host might say of itself, wherever a scanner puts it. */
const saying = (address: string, said: string): HostFindings => {
  const { observations, ...host } = hostAt(address);
  return { ...host, observations: observations.map((one) => ({ ...one, banner: said })) };
};

describe('F30: the result of a chunk', () => {
  test('of 4,096 hosts with the longest of banners goes in parts below the limit, and whole', async () => {
    const { runId } = await startedRun(db, '127.16.0.0/12', '22');
    const chunk = await take(runId, 0);
    expect(chunk.slice).toBe('127.16.0.0/20');
    const hosts = Array.from({ length: 4096 }, (_, i) =>
      saying(`127.16.${i >> 8}.${i & 255}`, '\u0001"'.repeat(600)),
    );
    neon.add({ match: new RegExp(`^[^]{${MOST_BYTES}}`), action: { status: 413 } });
    const staging = { match: /netsweep_stage/, action: 'pass' } as const;
    neon.add(staging);
    await attempts.stage(chunk, hosts);
    expect(neon.matched(staging)).toBeGreaterThan(4);
    expect(await attempts.commit(chunk, tally(4096))).toBe(true);
    expect(await runs.get(runId, admin)).toMatchObject({ online: 4096, chunks: { done: 1 } });
  });

  test('is cut into parts that hold each host once and stay below the limit, whatever the hosts say', () => {
    const said = fc.string({ unit: 'binary', maxLength: 2000 });
    fc.assert(
      fc.property(
        fc.array(said, { maxLength: 20 }),
        fc.integer({ min: 1, max: 60 }),
        (texts, times) => {
          const hosts = texts.flatMap((text, i) =>
            Array.from({ length: times }, (_, j) => saying(`127.0.${i}.${j}`, text)),
          );
          const parts = [...stagingParts(hosts)];
          const addresses = parts.flatMap((part) =>
            JSON.parse(part).map(({ ip }: { ip: string }) => ip),
          );
          expect(addresses).toEqual(hosts.map(({ address }) => address));
          for (const part of parts) expect(JSON.stringify(part).length).toBeLessThan(MOST_BYTES);
        },
      ),
      { numRuns: 10 },
    );
  });
});

describe('F32: what a hostile host says', () => {
  test.each([
    ['NUL', 'a\0b', 'a\\x00b'],
    ['half a surrogate pair', 'a\ud800b\udc00', 'a\\ud800b\\udc00'],
    ['what looks like an escape', '\\u0000 \\x00', '\\u0000 \\x00'],
    ['a whole pair, quotes and newlines', '😀"\n\\', '😀"\n\\'],
    ['ten megabytes', 'x'.repeat(10_000_000), 'x'.repeat(1024)],
    ['a pair where it is cut off', `${'x'.repeat(1023)}😀`, `${'x'.repeat(1023)}\\ud83d`],
  ])(
    '(%s) is stored escaped and cut off, and harms none of its neighbours',
    async (_, said, stored) => {
      const { task, runId } = await startedRun(db, '127.0.0.0/30');
      const chunk = await take(runId, 0);
      await attempts.stage(chunk, [hostAt('127.0.0.1'), saying('127.0.0.2', said)]);
      expect(await attempts.commit(chunk, tally(2))).toBe(true);
      const { rows } = await pool.query(
        `select ports->0->>'banner' as banner from netsweep_host where run_id = $1 and ip = '127.0.0.2'`,
        [runId],
      );
      expect(rows).toEqual([{ banner: stored }]);
      expect((await hostsIn(db).ofTask(task.id, { limit: 10 }, admin))?.hosts).toHaveLength(2);
    },
  );

  test('(whatever it is) can be stored', async () => {
    const { runId } = await startedRun(db, '127.0.0.0/24');
    const chunk = await take(runId, 0);
    const said = fc.sample(fc.string({ unit: 'binary' }), 256);
    await attempts.stage(
      chunk,
      said.map((text, i) => saying(`127.0.0.${i}`, text)),
    );
    expect(await attempts.commit(chunk, tally(256))).toBe(true);
  });
});

const commit = async ({ runId, chunkNo, attempt }: Attempt): Promise<void> => {
  const { rows } = await pool.query('select netsweep_commit($1, $2, $3, 0, 1, 1, 0) as applied', [
    runId,
    chunkNo,
    attempt,
  ]);
  expect(rows).toEqual([{ applied: true }]);
};

/** The last of five attempts fails. */
const fail = async ({ runId, chunkNo }: Attempt): Promise<void> => {
  await pool.query('update netsweep_chunk set attempt = 5 where run_id = $1 and chunk_no = $2', [
    runId,
    chunkNo,
  ]);
  await pool.query(
    `select netsweep_release(run_id, chunk_no, owner, 'bad') from netsweep_chunk
      where run_id = $1 and chunk_no = $2`,
    [runId, chunkNo],
  );
};

const endsOf = async () =>
  (await pool.query('select run_id::int, state from ended order by run_id')).rows;

/** What becomes of the third chunk, before, beside or after the last two commits. */
type Story = {
  readonly state: 'done' | 'failed';
  readonly end: typeof commit;
  readonly when: 'before' | 'beside' | 'after';
};
const STORIES: [Story, ...Story[]] = [
  { state: 'done', end: commit, when: 'before' },
  { state: 'failed', end: fail, when: 'before' },
  { state: 'failed', end: fail, when: 'beside' },
  { state: 'failed', end: fail, when: 'after' },
];
const storyOf = (i: number): Story => STORIES[i % STORIES.length] ?? STORIES[0];

const tell = async (chunks: readonly Attempt[], { end, when }: Story): Promise<void> => {
  const [first, second, third] = chunks;
  if (!first || !second || !third) throw new Error('a run has three chunks');
  if (when === 'before') await end(third);
  await Promise.all([commit(first), commit(second), when === 'beside' && end(third)]);
  if (when === 'after') await end(third);
};

test('F35: two last commits at once end a run exactly once, 200 times, with a failure before, beside or after them', async () => {
  const all = await takenRuns(200, 3);
  for (let from = 0; from < all.length; from += 8)
    await Promise.all(
      all.slice(from, from + 8).map((chunks, i) => tell(chunks, storyOf(from + i))),
    );
  const ends = all.map(([chunk], i) => ({ run_id: chunk?.runId ?? 0, state: storyOf(i).state }));
  expect(await endsOf()).toEqual(ends.sort((a, b) => a.run_id - b.run_id));
});

test('F36: in whatever order three chunks end, and whichever of them fail, the run ends once and as their counts say', async () => {
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ];
  const ends = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) =>
    [0, 1, 2].map((no) => (bits >> no) % 2 === 1),
  );
  const stories = orders.flatMap((order) => ends.map((fails) => ({ order, fails })));
  const all = await takenRuns(stories.length, 3);
  const tellOne = async (chunks: readonly Attempt[], { order, fails }: (typeof stories)[0]) => {
    const ends = chunks.map((chunk, no) => () => (fails[no] ? fail(chunk) : commit(chunk)));
    for (const no of order) await ends[no]?.();
  };
  const noStory = { order: [], fails: [] };
  await Promise.all(all.map((chunks, i) => tellOne(chunks, stories[i] ?? noStory)));
  const { rows } = await pool.query(
    `select state, chunk_done as done, chunk_failed as failed from netsweep_run order by id`,
  );
  expect(rows).toEqual(
    stories.map(({ fails }) => {
      const failed = fails.filter(Boolean).length;
      return { state: failed > 0 ? 'failed' : 'done', done: 3 - failed, failed };
    }),
  );
  expect(await endsOf()).toHaveLength(stories.length);
});
