import { parseDueTimes } from '#shared/domain/schedule.ts';
import { parseTaskKey } from '#shared/domain/task-key.ts';
import { CRONTAB_HASH, leaseKey, NETWORK_QUEUE } from '#shared/store/redis-keys.ts';
import {
  all,
  type Check,
  COUNTED,
  type Evidence,
  LIVE,
  none,
  sizeOf,
  texts,
  whenSettled,
} from './evidence.ts';
import { finalState } from './final-state.ts';
import type { History, Outcome } from './history.ts';

/** What must hold whatever went wrong; test/faults/README.md says each in words. */
export type Invariant = `I${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16}`;
export type Violation = { readonly invariant: Invariant; readonly text: string };

/** Longest that silence is asked again: four tries for loss, and patient ones. */
const MOST_TRIES = 6;

/**
 * Each due time made one run, which may be one that says why it was skipped, or is one of as many as a run says it
 * stands for.
 */
const everyDueTime: Check = async ({ history, postgres }) => {
  const due = history.of('due');
  const { rows } = await postgres.query<{ text: string }>(
    `with due as (select distinct * from unnest($1::bigint[], $2::bigint[]) as d(task_id, at))
     select format('task %s had no run for %s', d.task_id, d.at) as text
       from due d join network_query_task t on t.id = d.task_id and t.deleted_at is null
      where to_timestamp(d.at) <= netsweep_now() and not exists (
        select from netsweep_run r
         where r.task_id = d.task_id and r.trigger = 'clock' and r.scheduled_for <= to_timestamp(d.at)
           and (select count(*) from due o where o.task_id = d.task_id and o.at <= d.at
                   and to_timestamp(o.at) > r.scheduled_for) <= r.missed)`,
    [due.map(({ taskId }) => taskId), due.map(({ epochSeconds }) => epochSeconds)],
  );
  return rows.map(({ text }) => text);
};

const wasMade = ({ outcome }: { outcome: Outcome }): boolean => outcome === 'ok';
const mayBe = ({ outcome }: { outcome: Outcome }): boolean => outcome !== 'fail';

type Start = ReturnType<typeof startsOf>[number];
const startsOf = (history: History) => history.of('start');

/** Where every start is told with its run, the task has no run that nobody asked for. */
const isTold = (starts: readonly Start[]): boolean =>
  starts.every((start) => !wasMade(start) || start.runId !== undefined);

const wrongStarts = (taskId: number, starts: readonly Start[], made: readonly number[]) => {
  const acknowledged = starts.filter(wasMade);
  const strange = acknowledged.filter(({ runId }) => runId !== undefined && !made.includes(runId));
  const told = `task ${taskId} was started ${acknowledged.length} times and has ${made.length} runs`;
  const isWrong =
    made.length < acknowledged.length ||
    (isTold(starts) && made.length > starts.filter(mayBe).length);
  return [
    ...strange.map(({ runId }) => `task ${taskId} was given run ${runId}, which is not one of its`),
    ...(isWrong ? [told] : []),
  ];
};

/** What was acknowledged is there, once. */
const everyStart: Check = async ({ history, postgres }) => {
  const { rows } = await postgres.query<{ task_id: string; runs: string[] }>(
    `select task_id, array_agg(id::text) as runs from netsweep_run where trigger = 'click' group by task_id`,
  );
  const made = new Map(rows.map(({ task_id, runs }) => [Number(task_id), runs.map(Number)]));
  return [...Map.groupBy(startsOf(history), ({ taskId }) => taskId)].flatMap(([taskId, starts]) =>
    wrongStarts(taskId, starts, made.get(taskId) ?? []),
  );
};

/** A task that was made is there until somebody deletes it. */
const everyTask: Check = async ({ history, postgres }) => {
  const deleted = new Set(
    history
      .of('delete')
      .filter(mayBe)
      .map(({ taskId }) => taskId),
  );
  const made = history
    .of('create')
    .filter(wasMade)
    .flatMap(({ taskId }) => taskId ?? []);
  const { rows } = await postgres.query<{ id: string }>(
    `select m.id from unnest($1::bigint[]) as m(id)
      where not exists (select from network_query_task t where t.id = m.id and t.deleted_at is null)`,
    [made.filter((id) => !deleted.has(id))],
  );
  return rows.map(({ id }) => `task ${id} was made and is not there`);
};

/** What was deleted stays away: nobody makes it anew of what Redis still had. */
const deletedStaysAway: Check = async ({ history, postgres }) => {
  const ids = history
    .of('delete')
    .flatMap(({ taskId, outcome }) => (outcome === 'ok' ? taskId : []));
  const { rows } = await postgres.query<{ id: string; key: string }>(
    `select t.id, t.key from network_query_task t where t.id = any($1) and
       (t.deleted_at is null or exists (select from network_query_task o where o.key = t.key and o.deleted_at is null
                                           and o.id > t.id and o.owner = 'legacy'))`,
    [ids],
  );
  return rows.map(({ id, key }) => `task ${id} (${key}) was deleted and is there`);
};

/** What each reader saw of each task, in order. */
const readsInTurn = (history: History) =>
  Map.groupBy(history.of('read'), ({ taskId, reader = '' }) => `${taskId} ${reader}`).values();

const neverBack: Check = async ({ history }) =>
  [...readsInTurn(history)].flatMap((reads) => {
    const at = reads.findIndex((now, i) => (now.generation ?? 0) < (reads[i - 1]?.generation ?? 0));
    const [before, now] = [reads[at - 1], reads[at]];
    return at < 0
      ? []
      : [`a reader of task ${now?.taskId} saw ${before?.generation}, then ${now?.generation}`];
  });

/** Every generation that was seen is a run of that task, and done. */
const onlyDone: Check = async ({ history, postgres }) => {
  const seen = new Map(
    history
      .of('read')
      .map(({ taskId, generation }) => [`${taskId} ${generation}`, { taskId, generation }]),
  );
  const known = [...seen.values()].filter(({ generation }) => generation !== null);
  const { rows } = await postgres.query<{ text: string }>(
    `select format('a reader of task %s saw run %s, which is %s', s.task_id, s.run_id, coalesce(r.state, 'not one of its')) as text
       from unnest($1::bigint[], $2::bigint[]) as s(task_id, run_id)
       left join netsweep_run r on r.id = s.run_id and r.task_id = s.task_id
      where r.state is distinct from 'done'`,
    [known.map(({ taskId }) => taskId), known.map(({ generation }) => generation)],
  );
  return rows.map(({ text }) => text);
};

const wholeReads: Check = async ({ history, postgres }) => {
  const { rows } = await postgres.query<{ id: string; online: number }>(
    'select id, online from netsweep_run',
  );
  const online = new Map(rows.map((run) => [Number(run.id), run.online]));
  return history.of('read').flatMap((read) => {
    // Before the first generation there is nothing to be seen.
    const whole = read.generation === null ? 0 : (online.get(read.generation) ?? read.online);
    const isTorn = read.rows !== read.online || read.rows !== whole;
    return isTorn ? [`torn: ${JSON.stringify(read)}, of a generation of ${whole}`] : [];
  });
};

const fieldsOf = async ({ redis }: Evidence): Promise<Map<string, string>> => {
  const flat = texts(await redis('HGETALL', CRONTAB_HASH));
  return new Map(
    flat.flatMap((field, i) => (i % 2 === 0 ? [[field, flat[i + 1] ?? ''] as const] : [])),
  );
};

/** What an old program wrote last, and when; not to what was deleted since. */
const lastWritten = async ({ history, postgres }: Evidence): Promise<Map<string, string>> => {
  const deleted = history.of('delete').filter(mayBe);
  const { rows } = await postgres.query<{ key: string }>(
    'select key from network_query_task where id = any($1)',
    [deleted.map(({ taskId }) => taskId)],
  );
  const gone = new Set(rows.map(({ key }) => key));
  return new Map(
    history
      .of('write-field')
      .flatMap(({ field, value }) => (gone.has(field) ? [] : [[field, value]])),
  );
};

const timesIn = (value = ''): readonly number[] => parseDueTimes(value) ?? [];

/**
 * The field holds what an old program wrote there last, less what has come by now; a task with a schedule of its own
 * may have added to it.
 */
const editsKept: Check = async (evidence) => {
  const [fields, last] = await Promise.all([fieldsOf(evidence), lastWritten(evidence)]);
  const { rows } = await evidence.postgres.query<{ now: number; scheduled: string[] }>(
    `select extract(epoch from netsweep_now())::float8 as now,
            array(select key from network_query_task where deleted_at is null and auto_enable) as scheduled`,
  );
  const [{ now, scheduled } = { now: 0, scheduled: [] }] = rows;
  return [...last].flatMap(([field, value]) => {
    const [written, kept] = [timesIn(value), timesIn(fields.get(field))];
    const lost = written.filter((time) => time > now && !kept.includes(time));
    const strange = scheduled.includes(field) ? [] : kept.filter((time) => !written.includes(time));
    return lost.length + strange.length > 0
      ? [`${field} was written ${value} and is ${fields.get(field)}`]
      : [];
  });
};

/** What a task may be after a row of edits: as the last one that was answered, or one of the lost ones since. */
const possibleAfter = (edits: readonly { outcome: Outcome; tcpPorts: string }[]): string[] => {
  const asked = edits.filter(mayBe);
  const from = asked.findLastIndex(wasMade);
  return from < 0 ? [] : asked.slice(from).map(({ tcpPorts }) => tcpPorts);
};

/** A task is as it was last changed to be. */
const changesKept: Check = async ({ history, postgres }) => {
  const edits = Map.groupBy(history.of('edit'), ({ taskId }) => taskId);
  const { rows } = await postgres.query<{ id: string; tcp_query_ports: string }>(
    'select id, tcp_query_ports from network_query_task where deleted_at is null and id = any($1)',
    [[...edits.keys()]],
  );
  return rows.flatMap(({ id, tcp_query_ports: ports }) => {
    const possible = possibleAfter(edits.get(Number(id)) ?? []);
    return possible.length === 0 || possible.includes(ports)
      ? []
      : [`task ${id} was changed to ask ${possible.join(' or ')} and asks ${ports}`];
  });
};

/** Postgres and Redis agree on what is due, and nobody is due who is not there. */
const sameTimes: Check = async (evidence) => {
  const fields = await fieldsOf(evidence);
  const { rows } = await evidence.postgres.query<{ key: string; due_times: string | null }>(
    'select key, due_times from network_query_task where deleted_at is null',
  );
  const known = new Map(rows.map(({ key, due_times }) => [key, due_times]));
  const different = [...known].filter(([key, times]) => (fields.get(key) ?? null) !== times);
  // What is no task, or no list of times, stays with whoever wrote it.
  const strange = [...fields].flatMap(([field, value]) =>
    known.has(field) || parseTaskKey(field) === null || parseDueTimes(value) === null ? [] : field,
  );
  return [
    ...different.map(
      ([key, times]) => `${key}: Postgres ${times}, Redis ${fields.get(key) ?? null}`,
    ),
    ...strange.map((field) => `${field} is in Redis and no task`),
  ];
};

/** Slices of a run that are on its list or claimed from it. */
const listedOf = async ({ redis }: Evidence, key: string): Promise<Set<string>> => {
  const waiting = texts(await redis('LRANGE', key, '0', '-1'));
  const claimed = texts(await redis('ZRANGE', leaseKey(key), '0', '-1'));
  return new Set([...waiting, ...claimed.map((token) => token.split(':').slice(2).join(':'))]);
};

/** A chunk that was put on its list, and that no scanner holds, is there or claimed. */
const nothingLost: Check = async (evidence) => {
  const { rows } = await evidence.postgres.query<{ key: string; slice: string; id: string }>(
    `select r.key, r.id, c.slice::text from netsweep_chunk c join netsweep_run r on r.id = c.run_id
      where r.state in ('queued', 'probing') and c.state = 'pending' and c.queued_at is not null`,
  );
  const keys = [...new Set(rows.map(({ key }) => key))];
  const lists = new Map(
    await Promise.all(keys.map(async (key) => [key, await listedOf(evidence, key)] as const)),
  );
  return rows
    .filter(({ key, slice }) => !lists.get(key)?.has(slice))
    .map(({ id, slice }) => `chunk ${slice} of run ${id} is neither on its list nor claimed`);
};

const nothingLeft: Check = async ({ redis }) => {
  const queue = texts(await redis('LRANGE', NETWORK_QUEUE, '0', '-1'));
  const leases = texts(await redis('KEYS', 'netsweep:lease:*'));
  const lists = texts(await redis('KEYS', '*&*&*')).filter((name) => parseTaskKey(name) !== null);
  return [...queue, ...leases, ...lists].map((name) => `left in Redis: ${name}`);
};

const portsOf = (range: string): number[] => {
  const [from = 0, to = from] = range.split('-').map(Number);
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
};
const portsIn = (list: string): Set<number> =>
  new Set(list === '' ? [] : list.split(',').flatMap(portsOf));

/** Addresses of finished runs, with the ports that were found open: those that have any, and those of the truth. */
const FOUND_OPEN = `
  with open as (
    select h.run_id, host(h.ip) as ip, array_agg((p->>'port')::int order by (p->>'port')::int) as ports
      from ${COUNTED} cross join lateral jsonb_array_elements(h.ports) p
     where p->>'protocol' = 'tcp' and p->>'state' = 'open' group by h.run_id, h.ip),
  asked as (
    select r.id as run_id, host(a.ip) as ip from netsweep_run r
      join netsweep_chunk c on c.run_id = r.id cross join unnest($1::inet[]) a(ip)
     where r.state = 'done' and a.ip <<= c.slice
       and not exists (select from jsonb_array_elements_text(r.options->'exclude') x where a.ip <<= x::inet))
  select r.id, ip, r.tcp_ports, coalesce(o.ports, '{}') as open
    from asked full join open o using (run_id, ip) join netsweep_run r on r.id = run_id
   where r.state = 'done'`;

/** What was found open is what is open. */
const asTruthSays: Check = async ({ postgres, truth }) => {
  if (truth === undefined) return [];
  type Found = { id: string; ip: string; tcp_ports: string; open: number[] };
  const { rows } = await postgres.query<Found>(FOUND_OPEN, [[...truth.keys()]]);
  return rows.flatMap(({ id, ip, tcp_ports, open }) => {
    const asked = portsIn(tcp_ports);
    const there = (truth.get(ip) ?? []).filter((port) => asked.has(port)).sort((a, b) => a - b);
    return there.join() === open.join() ? [] : [`run ${id}: ${ip} has ${there}, not ${open}`];
  });
};

/** How often an address and port may have been knocked at: as often as each attempt at a chunk with it may ask. */
const mostKnocks = async ({ postgres, knocks = new Map() }: Evidence) => {
  const { rows } = await postgres.query<{ ip: string; tcp_ports: string; attempts: number }>(
    `select host(k.ip) as ip, r.tcp_ports, sum(c.attempt)::int as attempts
       from unnest($1::inet[]) k(ip) join netsweep_chunk c on k.ip <<= c.slice join netsweep_run r on r.id = c.run_id
      group by k.ip, r.tcp_ports`,
    [[...new Set([...knocks.keys()].map((place) => place.slice(0, place.lastIndexOf(':'))))]],
  );
  const asked = rows.map((row) => ({ ...row, ports: portsIn(row.tcp_ports) }));
  return [...knocks].map(([place, times]) => {
    const [ip, port] = [place.slice(0, place.lastIndexOf(':')), Number(place.split(':').at(-1))];
    const attempts = asked
      .filter((row) => row.ip === ip && row.ports.has(port))
      .reduce((sum, row) => sum + row.attempts, 0);
    return { place, times, most: attempts * MOST_TRIES };
  });
};

const fewKnocks: Check = async (evidence) =>
  (await mostKnocks(evidence))
    .filter(({ times, most }) => most > 0 && times > most)
    .map(({ place, times, most }) => `${place} was asked ${times} times, not at most ${most}`);

const noStrangeKnocks: Check = async (evidence) =>
  (await mostKnocks(evidence))
    .filter(({ most }) => most === 0)
    .map(({ place, times }) => `${place} was asked ${times} times, and is nobody's target`);

/** A chunk has one commit, and it is the one that was acknowledged. */
const oneCommit: Check = async ({ history, postgres }) => {
  const said = history.of('commit').filter(wasMade);
  const { rows } = await postgres.query<{ text: string }>(
    `select format('attempt %s at chunk %s of run %s was committed, and the chunk is %s by attempt %s',
                   s.attempt, s.chunk_no, s.run_id, coalesce(c.state, 'not there'), c.attempt) as text
       from unnest($1::bigint[], $2::int[], $3::int[]) as s(run_id, chunk_no, attempt)
       left join netsweep_chunk c on c.run_id = s.run_id and c.chunk_no = s.chunk_no
      where c.state is distinct from 'done' or c.attempt <> s.attempt`,
    [
      said.map(({ runId }) => runId),
      said.map(({ chunkNo }) => chunkNo),
      said.map(({ attempt }) => attempt),
    ],
  );
  return rows.map(({ text }) => text);
};

/** No run is live for ever, but one that is held up. */
const allOver: Check = async ({ history, postgres }) => {
  const heldUp = new Set<number>();
  for (const entry of history.entries) {
    if (entry.kind === 'pause' && mayBe(entry)) heldUp.add(entry.runId);
    if (entry.kind === 'resume' && wasMade(entry)) heldUp.delete(entry.runId);
  }
  const { rows } = await postgres.query<{ text: string }>(
    `select format('run %s is still %s', id, state) as text from netsweep_run
      where state in ${LIVE} and not (state = 'paused' and id = any($1))`,
    [[...heldUp]],
  );
  return rows.map(({ text }) => text);
};

/** Redis was lost, and nobody can tell from what came of it. */
const asItsTwin: Check = async ({ postgres, twin }) => {
  if (twin === undefined) return [];
  const [here, there] = [new Set(await finalState(postgres)), new Set(twin)];
  return [
    ...[...there].filter((line) => !here.has(line)).map((line) => `missing: ${line}`),
    ...[...here].filter((line) => !there.has(line)).map((line) => `only here: ${line}`),
  ];
};

/** A run whose end was acknowledged is over, and stays as it was told. */
const staysOver: Check = async ({ history, postgres }) => {
  const ended = history.of('cancel').filter(wasMade);
  const { rows } = await postgres.query<{ text: string }>(
    `select format('run %s was cancelled with %s chunks done, and is %s with %s', r.id, s.done, r.state, r.chunk_done) as text
       from unnest($1::bigint[], $2::int[]) as s(run_id, done) join netsweep_run r on r.id = s.run_id
      where r.state in ${LIVE} or r.chunk_done <> s.done`,
    [ended.map(({ runId }) => runId), ended.map(({ done }) => done ?? null)],
  );
  return rows.map(({ text }) => text);
};

const checks: Readonly<Record<Invariant, Check>> = {
  I1: all(
    none(`select format('task %s has %s runs for %s', task_id, count(*), scheduled_for) as text
            from netsweep_run group by task_id, scheduled_for having count(*) > 1`),
    none(`select format('task %s has %s live runs', task_id, count(*)) as text
            from netsweep_run where state in ${LIVE} group by task_id having count(*) > 1`),
    everyTask,
    everyStart,
    deletedStaysAway,
    whenSettled(everyDueTime),
  ),
  I2: all(
    none(`select format('run %s: %s chunks make %s of %s addresses', r.id, count(c.slice), coalesce(sum(${sizeOf('c.slice')}), 0), r.addresses) as text
            from netsweep_run r left join netsweep_chunk c on c.run_id = r.id
           group by r.id having coalesce(sum(${sizeOf('c.slice')}), 0) <> r.addresses or count(c.slice) <> r.chunk_total`),
    none(`select format('run %s has %s of the %s addresses of %s', id, addresses, ${sizeOf('network')}, network) as text
            from netsweep_run where chunk_total > 0 and (addresses > ${sizeOf('network')}
               or (trigger <> 'legacy' and addresses <> ${sizeOf('network')}))`),
    none(`select format('run %s: %s lies outside of %s', r.id, c.slice, r.network) as text
            from netsweep_chunk c join netsweep_run r on r.id = c.run_id where not c.slice <<= r.network`),
    // Networks overlap only where one has the other inside, and then it is next in their order or another is that also does.
    none(`select format('run %s: %s and %s overlap', run_id, before, slice) as text
            from (select run_id, slice, lag(slice) over (partition by run_id order by slice) as before from netsweep_chunk) c
           where before && slice`),
  ),
  I3: all(
    none(`select format('run %s is %s with %s done and %s failed of %s; it says %s and %s', r.id, r.state,
                          n.done, n.failed, r.chunk_total, r.chunk_done, r.chunk_failed) as text
              from netsweep_run r, lateral (
                select count(*) filter (where state = 'done') as done, count(*) filter (where state = 'failed') as failed
                  from netsweep_chunk c where c.run_id = r.id) n
             where r.chunk_done <> n.done or r.chunk_failed <> n.failed
                or (r.state = 'done') <> (n.done = r.chunk_total and r.chunk_total > 0)
                or (r.state = 'failed') <> (n.failed > 0 and n.done + n.failed = r.chunk_total)`),
    none(`select format('task %s has query_status %s, its live run is %s', t.id, t.query_status, r.state) as text
            from network_query_task t join netsweep_run r on r.task_id = t.id and r.state in ${LIVE}
           where t.deleted_at is null and t.query_status <> case when r.state in ('planned', 'queued') then 1 else 4 end`),
    none(`select format('task %s has query_status %s and no live run', t.id, t.query_status) as text
            from network_query_task t
           where t.deleted_at is null and not exists (select from netsweep_run r where r.task_id = t.id and r.state in ${LIVE})
             and (t.query_status = 4 or (t.query_status = 2 and t.active_run_id is null)
               or (t.query_status = 3 and not exists (select from netsweep_run r where r.task_id = t.id and r.state = 'failed')))`),
    whenSettled(
      none(`select format('task %s still waits', id) as text from network_query_task
             where deleted_at is null and query_status = 1`),
    ),
  ),
  I4: all(
    none(`select format('run %s: %s online, its chunks say %s, its hosts are %s', r.id, r.online, n.said, n.hosts) as text
            from netsweep_run r, lateral (
              select (select coalesce(sum(online), 0) from netsweep_chunk c where c.run_id = r.id and c.state = 'done') as said,
                     (select count(*) from ${COUNTED} where h.run_id = r.id) as hosts) n
           where r.online <> n.said or r.online <> n.hosts`),
    none(`select format('task %s shows %s online of run %s, which has %s', t.id, t.online_ip_num, r.id, r.online) as text
            from network_query_task t join netsweep_run r on r.id = t.active_run_id
           where t.online_ip_num <> r.online`),
  ),
  I5: all(
    none(`select format('run %s is the generation of task %s and covers %s of its addresses', r.id, t.id, n.covered) as text
              from network_query_task t join netsweep_run r on r.id = t.active_run_id, lateral (
                select coalesce(sum(${sizeOf('c.slice')}), 0) as covered
                  from netsweep_chunk c where c.run_id = r.id and c.state = 'done') n
             where n.covered <> r.addresses`),
    none(`select format('run %s: %s counts %s times', h.run_id, h.ip, count(*)) as text
            from ${COUNTED} group by h.run_id, h.ip having count(*) > 1`),
  ),
  I6: none(`select format('%s counts for chunk %s of run %s, which is %s', h.ip, c.chunk_no, c.run_id, c.slice) as text
              from ${COUNTED} where not h.ip <<= c.slice`),
  I7: all(
    none(`select format('task %s shows run %s, which is %s', t.id, r.id, r.state) as text
            from network_query_task t join netsweep_run r on r.id = t.active_run_id where r.state <> 'done'`),
    none(`select format('task %s shows run %s, and run %s is done', t.id, t.active_run_id, r.id) as text
            from network_query_task t join netsweep_run r on r.task_id = t.id
           where t.deleted_at is null and r.state = 'done' and r.id > coalesce(t.active_run_id, 0)`),
    neverBack,
    onlyDone,
  ),
  I8: wholeReads,
  I9: all(
    oneCommit,
    none(`select format('chunk %s of run %s: %s online, attempt %s has %s hosts', c.chunk_no, c.run_id, c.online, c.attempt, n.hosts) as text
            from netsweep_chunk c, lateral (select count(*) as hosts from netsweep_host h
              where h.run_id = c.run_id and h.chunk_no = c.chunk_no and h.attempt = c.attempt) n
           where c.state = 'done' and c.online <> n.hosts`),
    none(`select format('run %s: %s judged, its chunks say %s', r.id, r.judged, sum(c.judged)) as text
            from netsweep_run r join netsweep_chunk c on c.run_id = r.id and c.state = 'done'
           group by r.id having r.judged <> sum(c.judged)`),
  ),
  I10: all(
    none(`select format('chunk %s of run %s had %s attempts', chunk_no, run_id, attempt) as text
               from netsweep_chunk where attempt > netsweep_max_attempts()`),
    none(`select format('chunk %s of run %s was given up after %s attempts', chunk_no, run_id, attempt) as text
            from netsweep_chunk where state = 'failed' and (attempt < netsweep_max_attempts() or error is null)`),
    none(`select format('run %s sent %s probes for %s pairs', id, probes_sent, probes) as text
            from netsweep_run where probes_sent > ${MOST_TRIES} * (probes + local_failures)`),
    fewKnocks,
  ),
  I11: all(
    none(`select format('chunk %s of run %s is leased since its lease ran out at %s', c.chunk_no, c.run_id, c.lease_until) as text
            from netsweep_chunk c join netsweep_run r on r.id = c.run_id
           where c.state = 'leased' and r.state in ${LIVE} and c.lease_until < netsweep_now() - interval '2 minutes'`),
    whenSettled(allOver),
  ),
  I12: all(editsKept, changesKept, whenSettled(sameTimes)),
  I13: all(nothingLost, whenSettled(nothingLeft)),
  I14: asItsTwin,
  I15: all(
    none(`select format('chunk %s of run %s is %s, and its run is cancelled', c.chunk_no, r.id, c.state) as text
            from netsweep_run r join netsweep_chunk c on c.run_id = r.id
           where r.state = 'cancelled' and c.state in ('pending', 'leased')`),
    none(`select format('chunk %s of run %s is cancelled, and its run is %s', c.chunk_no, r.id, r.state) as text
            from netsweep_run r join netsweep_chunk c on c.run_id = r.id
           where r.state <> 'cancelled' and c.state = 'cancelled'`),
    staysOver,
  ),
  I16: all(
    none(`select format('%s of run %s is outside of its network or the scopes', h.ip, h.run_id) as text
            from netsweep_host h join netsweep_run r on r.id = h.run_id
           where not h.ip <<= r.network or not exists (select from netsweep_scope s where h.ip <<= s.cidr)`),
    noStrangeKnocks,
    asTruthSays,
  ),
};

/** Holds what is stored, and what was asked and seen, against the invariants; whatever does not hold is told. */
export const check = async (evidence: Evidence): Promise<Violation[]> => {
  const violations: Violation[] = [];
  for (const [invariant, found] of Object.entries(checks) as [Invariant, Check][]) {
    const told = await found(evidence);
    violations.push(...told.map((text) => ({ invariant, text })));
  }
  return violations;
};
