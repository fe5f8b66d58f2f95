import { Pool } from 'pg';
import { afterAll, expect, test } from 'vitest';
import { attemptsIn } from '#shared/store/attempts.ts';
import { planningIn } from '#shared/store/planning.ts';
import { CRONTAB_HASH, leaseKey, NETWORK_QUEUE } from '#shared/store/redis-keys.ts';
import { scopesIn } from '#shared/store/scopes.ts';
import { startRunsIn } from '#shared/store/start-runs.ts';
import { tasksIn } from '#shared/store/tasks.ts';
import { admin, anOwner, createTask, hostAt, startedRun } from '#test/support/run-fixtures.ts';
import { useScheduler } from '#test/support/scheduler.ts';
import { usePostgres, useRedis } from '#test/support/stores.ts';
import { check, type Invariant } from './checker.ts';
import { chunkFates } from './chunk-fates.ts';
import type { Evidence } from './evidence.ts';
import { finalState } from './final-state.ts';
import { type Entry, newHistory } from './history.ts';

// A story in which nothing goes wrong, and then one thing at a time that did not happen as it is told.

const postgres = await usePostgres();
const { db, tick, command, hset } = await useScheduler(postgres, await useRedis());
const pool = new Pool({ connectionString: postgres.url });
afterAll(() => pool.end());
const attempts = attemptsIn(db);
await scopesIn(db).setDeployment(['127.0.0.0/8']);
const story: Entry[] = [];
const tally = (online: number) => ({ online, judged: 2000, probesSent: 2000, localFailures: 0 });
/** Two chunks, of an address each. */
const PORTS = '1-2000';
const OPEN = 22;

const take = async (runId: number, chunkNo: number, owner = anOwner()) => {
  const taken = await attempts.take({ runId, chunkNo }, owner, 60_000);
  if (!taken) throw new Error(`chunk ${chunkNo} of run ${runId} could not be taken`);
  return taken;
};
const done = async (runId: number, chunkNo: number): Promise<void> => {
  const chunk = await take(runId, chunkNo);
  await attempts.stage(chunk, [hostAt(chunk.slice.replace('/32', ''))]);
  expect(await attempts.commit(chunk, tally(1))).toBe(true);
  const { attempt } = chunk;
  story.push({ kind: 'commit', outcome: 'ok', runId, chunkNo, attempt });
};
const given = (taskId: number, runId: number): void =>
  void story.push({ kind: 'start', outcome: 'ok', taskId, runId });
const seen = (taskId: number, generation: number | null, online: number): void =>
  void story.push({ kind: 'read', taskId, generation, online, rows: online });

const probedTwice = async () => {
  const { task, runId } = await startedRun(db, '127.0.0.0/31', PORTS);
  story.push({ kind: 'create', outcome: 'ok', network: task.network, taskId: task.id });
  story.push({ kind: 'edit', outcome: 'ok', taskId: task.id, tcpPorts: PORTS });
  given(task.id, runId);
  seen(task.id, null, 0);
  await done(runId, 1);
  await done(runId, 0);
  seen(task.id, runId, 2);
  const [again = 0] = await startRunsIn(db)([task]);
  given(task.id, again);
  await done(again, 0);
  seen(task.id, runId, 2);
  await done(again, 1);
  seen(task.id, again, 2);
  return { task: task.id, key: task.key, first: runId, run: again };
};

const parked = async () => {
  const { task, runId } = await startedRun(db, '127.0.0.2/31', PORTS);
  for (let i = 0; i < 5; i += 1) {
    const owner = anOwner();
    await take(runId, 0, owner);
    await attempts.release({ runId, chunkNo: 0 }, owner, 'it ends badly');
  }
  await done(runId, 1);
  return { task: task.id, run: runId };
};

const cancelled = async () => {
  const { task, runId } = await startedRun(db, '127.0.0.4/31', PORTS);
  await done(runId, 0);
  await planningIn(db).cancel(runId, 'on request');
  story.push({ kind: 'cancel', outcome: 'ok', runId, done: 1 });
  return { task: task.id, run: runId };
};

const deleted = async () => {
  const { id, key } = await createTask(db, '127.0.0.6/31', PORTS);
  await tasksIn(db).remove([id], admin);
  story.push({ kind: 'delete', outcome: 'ok', taskId: id });
  await tick();
  return { task: id, key };
};

/** An old program's, with three times that have come and one that has not. */
const due = async () => {
  const field = `127.0.0.8/31&${PORTS}&`;
  const now = Math.floor(Date.now() / 1000);
  const times = [now - 50, now - 40, now - 30, now + 3600];
  await hset(field, JSON.stringify(times));
  story.push({ kind: 'write-field', field, value: JSON.stringify(times) });
  await tick();
  await command('DEL', field, NETWORK_QUEUE);
  const { rows } = await pool.query(`select id, task_id from netsweep_run where trigger = 'clock'`);
  const [run, task] = [Number(rows[0].id), Number(rows[0].task_id)];
  for (const epochSeconds of times) story.push({ kind: 'due', taskId: task, epochSeconds });
  await done(run, 0);
  await done(run, 1);
  return { task, run, field, now };
};

const twice = await probedTwice();
const failed = await parked();
const ended = await cancelled();
const gone = await deleted();
const clock = await due();
const twin = await finalState(pool);
const truth = new Map([0, 1, 8, 9].map((last) => [`127.0.0.${last}`, [OPEN]]));
const knocks = new Map([
  [`127.0.0.0:${OPEN}`, 2],
  [`127.0.0.2:${OPEN}`, 5],
]);

type Lie = {
  sql?: string;
  entries?: Entry[];
  redis?: [does: string[], undoes: string[]];
  evidence?: Partial<Evidence>;
};

/** What the checker says of the story with a lie in it. Nothing stays of the lie. */
const violated = async ({ sql, entries = [], redis, evidence }: Lie): Promise<Invariant[]> => {
  const history = newHistory();
  for (const entry of [...story, ...entries]) history.record(entry);
  const client = await pool.connect();
  try {
    await client.query('begin');
    if (sql !== undefined) await client.query(sql);
    if (redis !== undefined) await command(...redis[0]);
    const told = await check({
      ...{ history, postgres: client, redis: command, isSettled: true, truth, knocks, twin },
      ...evidence,
    });
    return [...new Set(told.map(({ invariant }) => invariant))];
  } finally {
    if (redis !== undefined) await command(...redis[1]);
    await client.query('rollback');
    client.release();
  }
};

test('a story in which nothing went wrong', async () => expect(await violated({})).toEqual([]));

test('the fates of its chunks', async () => {
  const history = newHistory();
  for (const entry of story) history.record(entry);
  const fates = await chunkFates({ history, postgres: pool, isSettled: true });
  expect(fates).toMatchObject({ 'done-once': 8, parked: 1, cancelled: 1 });
  expect(Object.values(fates).reduce((sum, chunks) => sum + chunks)).toBe(10);
});

test('a story of 65,536 chunks and 100,000 reads, in seconds', { timeout: 20_000 }, async () => {
  const history = newHistory();
  const generations = [null, twice.first, twice.run];
  for (let i = 0; i < 100_000; i += 1) {
    const generation = generations[Math.floor((i * 3) / 100_000)] ?? null;
    const online = generation === null ? 0 : 2;
    history.record({ kind: 'read', taskId: twice.task, generation, online, rows: online });
  }
  const client = await pool.connect();
  await client.query('begin');
  await client.query(
    `update network_query_task set network = '127.1.0.0/16' where id = ${ended.task};
     update netsweep_run set network = '127.1.0.0/16', addresses = 65536, chunk_total = 65536 where id = ${ended.run};
     delete from netsweep_chunk where run_id = ${ended.run};
     insert into netsweep_chunk (run_id, chunk_no, slice, state, online, attempt)
     select ${ended.run}, n, set_masklen('127.1.0.0'::inet + n, 32)::cidr, case n when 0 then 'done' else 'cancelled' end,
            case n when 0 then 1 end, 1 from generate_series(0, 65535) n;
     update netsweep_chunk set judged = 2000 where run_id = ${ended.run} and chunk_no = 0;
     update netsweep_host set ip = '127.1.0.0' where run_id = ${ended.run}`,
  );
  const told = await check({ history, postgres: client, redis: command, isSettled: true });
  await client.query('rollback');
  client.release();
  expect(told).toEqual([]);
});

const { task, run } = twice;
const chunkOf = (runId: number, chunkNo: number): string =>
  `run_id = ${runId} and chunk_no = ${chunkNo}`;
const newRun = (columns: string, values: string): string =>
  `insert into netsweep_run (task_id, key, trigger, network, tcp_ports, udp_ports, options, addresses, probes, chunk_total, ${columns})
   select id, key, 'click', network, tcp_query_ports, '', '{}', 2, 4000, 0, ${values} from network_query_task where id = ${task};`;
const read = { kind: 'read', taskId: task, generation: run, online: 2, rows: 2 } as const;

const lies: [invariant: Invariant, text: string, lie: Lie, also?: Invariant[]][] = [
  [
    'I1',
    'a due time has two runs',
    {
      sql: `drop index run_once_per_time; ${newRun('state, scheduled_for', `'cancelled', (select scheduled_for from netsweep_run where id = ${run})`)}
            update netsweep_run set addresses = 0 where chunk_total = 0`,
    },
  ],
  [
    'I1',
    'a start was acknowledged and is no run',
    { entries: [{ kind: 'start', outcome: 'ok', taskId: task, runId: 999 }] },
  ],
  [
    'I1',
    'a run was started that nobody asked for',
    {
      sql: `${newRun('state, scheduled_for', `'cancelled', now()`)} update netsweep_run set addresses = 0 where chunk_total = 0`,
    },
  ],
  [
    'I1',
    'a due time has no run',
    { entries: [{ kind: 'due', taskId: clock.task, epochSeconds: clock.now - 20 }] },
  ],
  [
    'I1',
    'a task was made and is not there',
    { entries: [{ kind: 'create', outcome: 'ok', network: '127.0.0.0/31', taskId: 999 }] },
  ],
  [
    'I1',
    'a task was deleted and is there',
    { sql: `update network_query_task set deleted_at = null where id = ${gone.task}` },
    ['I14'],
  ],
  [
    'I2',
    'a chunk is missing',
    { sql: `delete from netsweep_chunk where ${chunkOf(ended.run, 1)}` },
  ],
  [
    'I2',
    'two chunks overlap',
    {
      sql: `drop index chunk_slice; update netsweep_chunk set slice = '127.0.0.4/32' where run_id = ${ended.run}`,
    },
  ],
  [
    'I2',
    'a chunk lies elsewhere',
    { sql: `update netsweep_chunk set slice = '127.9.9.9/32' where ${chunkOf(ended.run, 1)}` },
  ],
  [
    'I2',
    'a run was planned for half of the network',
    {
      sql: `update netsweep_run set addresses = 1, chunk_total = 1 where id = ${ended.run};
            delete from netsweep_chunk where ${chunkOf(ended.run, 1)}`,
    },
    ['I3'],
  ],
  [
    'I3',
    'a run counts a chunk twice',
    { sql: `update netsweep_run set chunk_done = 3 where id = ${run}` },
    ['I14'],
  ],
  [
    'I3',
    'a run is live with all of its chunks done',
    { sql: `update netsweep_run set state = 'probing' where id = ${clock.run}` },
    ['I7', 'I11', 'I14'],
  ],
  [
    'I3',
    'a task is said to be probed and is not',
    { sql: `update network_query_task set query_status = 4 where id = ${task}` },
    ['I14'],
  ],
  [
    'I4',
    'a run has more online than hosts',
    { sql: `update netsweep_run set online = 3 where id = ${failed.run}` },
  ],
  [
    'I4',
    'a task shows another count than its generation',
    { sql: `update network_query_task set online_ip_num = 1 where id = ${task}` },
    ['I14'],
  ],
  [
    'I5',
    'an address counts for two chunks',
    {
      sql: `update netsweep_chunk set slice = '127.0.0.0/31' where ${chunkOf(run, 0)};
            update netsweep_host set ip = '127.0.0.1' where ${chunkOf(run, 0)}`,
    },
    ['I2', 'I14', 'I16'],
  ],
  [
    'I5',
    'a generation was swapped in before it covered all',
    {
      sql: `update netsweep_chunk set state = 'failed', attempt = 5, error = 'lost', online = null where ${chunkOf(twice.run, 0)};
            delete from netsweep_host where ${chunkOf(twice.run, 0)};
            update netsweep_run set chunk_done = 1, chunk_failed = 1, online = 1, judged = 2000 where id = ${twice.run};
            update network_query_task set online_ip_num = 1 where id = ${task}`,
    },
    ['I3', 'I8', 'I9', 'I14', 'I16'],
  ],
  [
    'I6',
    'a host counts for the chunk of another',
    { sql: `update netsweep_host set ip = '127.0.0.77' where ${chunkOf(failed.run, 1)}` },
    ['I16'],
  ],
  [
    'I7',
    'a task shows an older generation than its newest',
    { sql: `update network_query_task set active_run_id = ${twice.first} where id = ${task}` },
  ],
  [
    'I7',
    'a reader saw a generation, and then the one before',
    { entries: [{ ...read, generation: twice.first }] },
  ],
  [
    'I7',
    'a reader saw a run that failed',
    {
      entries: [
        { ...read, taskId: failed.task, generation: failed.run, online: 1, rows: 1, reader: 'b' },
      ],
    },
  ],
  ['I8', 'a reader saw a row less than there were said to be', { entries: [{ ...read, rows: 1 }] }],
  [
    'I8',
    'a reader saw half a generation, and its count',
    { entries: [{ ...read, online: 1, rows: 1 }] },
  ],
  [
    'I8',
    'a reader saw hosts before the first generation',
    { entries: [{ ...read, generation: null, reader: 'b' }] },
  ],
  [
    'I9',
    'a commit was acknowledged that another attempt made void',
    { entries: [{ kind: 'commit', outcome: 'ok', runId: run, chunkNo: 0, attempt: 7 }] },
  ],
  [
    'I9',
    'a run counts what no chunk did',
    { sql: `update netsweep_run set judged = judged + 1 where id = ${failed.run}` },
  ],
  [
    'I10',
    'a chunk was tried too often',
    { sql: `update netsweep_chunk set attempt = 6 where ${chunkOf(failed.run, 0)}` },
  ],
  [
    'I10',
    'a chunk was given up too soon',
    { sql: `update netsweep_chunk set attempt = 3 where ${chunkOf(failed.run, 0)}` },
  ],
  [
    'I10',
    'a run sent more probes than its pairs merit',
    { sql: `update netsweep_run set probes_sent = 7 * probes where id = ${run}` },
  ],
  [
    'I10',
    'somebody was knocked at too often',
    { evidence: { knocks: new Map([[`127.0.0.1:${OPEN}`, 13]]) } },
  ],
  [
    'I11',
    'a lease ran out long ago and nobody noticed',
    {
      sql: `update netsweep_run set state = 'probing', chunk_done = 0 where id = ${ended.run};
            update netsweep_chunk set state = 'leased', lease_until = now() - interval '1 hour' where run_id = ${ended.run};
            update netsweep_run set online = 0, judged = 0 where id = ${ended.run};
            update network_query_task set query_status = 4 where id = ${ended.task}`,
      evidence: { isSettled: false, twin: [] },
    },
    ['I9', 'I14', 'I15'],
  ],
  [
    'I11',
    'a run is held up that nobody held up',
    {
      sql: `update netsweep_run set state = 'paused', chunk_done = 0, online = 0, judged = 0 where id = ${ended.run};
            update netsweep_chunk set state = 'pending', online = null where run_id = ${ended.run};
            update network_query_task set query_status = 4 where id = ${ended.task}`,
    },
    ['I9', 'I14', 'I15'],
  ],
  [
    'I12',
    'a field has lost what was written there',
    {
      redis: [
        ['HDEL', CRONTAB_HASH, clock.field],
        ['HSET', CRONTAB_HASH, clock.field, `[${clock.now + 3600}]`],
      ],
    },
  ],
  [
    'I12',
    'a field is a mix of what was written and what was before',
    {
      redis: [
        ['HSET', CRONTAB_HASH, clock.field, `[${clock.now + 3600}, ${clock.now + 9000}]`],
        ['HSET', CRONTAB_HASH, clock.field, `[${clock.now + 3600}]`],
      ],
    },
  ],
  [
    'I12',
    'a field is nobody’s',
    {
      redis: [
        ['HSET', CRONTAB_HASH, gone.key, `[${clock.now + 9000}]`],
        ['HDEL', CRONTAB_HASH, gone.key],
      ],
    },
  ],
  [
    'I12',
    'a task is not as it was changed to be',
    { entries: [{ kind: 'edit', outcome: 'ok', taskId: task, tcpPorts: '80' }] },
  ],
  [
    'I13',
    'a list was left',
    {
      redis: [
        ['RPUSH', twice.key, '127.0.0.1/32'],
        ['DEL', twice.key],
      ],
    },
  ],
  [
    'I13',
    'a claim was left',
    {
      redis: [
        ['ZADD', leaseKey(twice.key), '1', 'a:1:127.0.0.1/32'],
        ['DEL', leaseKey(twice.key)],
      ],
    },
  ],
  [
    'I14',
    'a host is not what it was where Redis kept its data',
    {
      sql: `update netsweep_host set ports = ports || '[{"protocol":"tcp","port":23,"state":"closed"}]'
             where ${chunkOf(clock.run, 1)}`,
    },
  ],
  [
    'I15',
    'a chunk was done after its run was cancelled',
    {
      sql: `update netsweep_chunk set state = 'done', online = 0 where ${chunkOf(ended.run, 1)};
            update netsweep_run set chunk_done = 2 where id = ${ended.run}`,
    },
    ['I3'],
  ],
  [
    'I15',
    'a run was cancelled and has chunks to be probed',
    { sql: `update netsweep_chunk set state = 'pending' where ${chunkOf(ended.run, 1)}` },
  ],
  [
    'I16',
    'a port is open and was not found',
    { sql: `update netsweep_host set ports = '[]' where ${chunkOf(twice.first, 1)}` },
  ],
  [
    'I16',
    'a host was not found',
    {
      sql: `delete from netsweep_host where ${chunkOf(twice.first, 1)};
            update netsweep_chunk set online = 0 where ${chunkOf(twice.first, 1)};
            update netsweep_run set online = 1 where id = ${twice.first}`,
    },
    ['I8'],
  ],
  [
    'I16',
    'a port was found open that is not',
    { evidence: { truth: new Map([...truth].slice(1)) } },
  ],
  [
    'I16',
    'somebody was knocked at who is in no network',
    { evidence: { knocks: new Map([['127.7.7.7:22', 1]]) } },
  ],
  [
    'I16',
    'somebody was knocked at on a port that nobody asked for',
    { evidence: { knocks: new Map([['127.0.0.1:3000', 1]]) } },
  ],
  ['I16', 'a host is in no scope', { sql: `update netsweep_scope set cidr = '127.0.0.0/30'` }],
];

test.each(lies)('%s: %s', async (invariant, _text, lie, also = []) => {
  expect((await violated(lie)).sort()).toEqual([invariant, ...also].sort());
});
