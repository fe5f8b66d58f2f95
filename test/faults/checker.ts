import type { Pool } from 'pg';
import { parseDueTimes } from '#shared/domain/schedule.ts';
import { CRONTAB_HASH, leaseKey, NETWORK_QUEUE } from '#shared/store/redis-keys.ts';
import type { History } from './history.ts';

/** What must hold whatever went wrong; test/faults/README.md says each in words. */
export type Invariant = `I${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 15 | 16}`;
export type Violation = { readonly invariant: Invariant; readonly text: string };

/** Open TCP ports that are really there, by address. */
export type Truth = ReadonlyMap<string, readonly number[]>;

export type Evidence = {
  readonly history: History;
  readonly postgres: Pick<Pool, 'query'>;
  /** A bare command to Redis. */
  readonly redis: (...words: string[]) => Promise<unknown>;
  /** Everything was healed and given the time to end: nothing may be under way any more. */
  readonly isSettled: boolean;
  readonly truth?: Truth;
};

type Check = (evidence: Evidence) => Promise<string[]>;

/** Each row that the query returns is one violation, told by its column `text`. */
const none =
  (query: string): Check =>
  async ({ postgres }) =>
    (await postgres.query<{ text: string }>(query)).rows.map(({ text }) => text);

const all =
  (...checks: Check[]): Check =>
  async (evidence) =>
    (await Promise.all(checks.map((check) => check(evidence)))).flat();

const whenSettled =
  (check: Check): Check =>
  async (evidence) =>
    evidence.isSettled ? check(evidence) : [];

const texts = (reply: unknown): string[] => (Array.isArray(reply) ? reply.map(String) : []);
const LIVE = `('planned', 'queued', 'probing', 'paused')`;
/** Host rows that count. */
const COUNTED = `netsweep_host h join netsweep_chunk c on c.run_id = h.run_id and c.chunk_no = h.chunk_no
  and c.attempt = h.attempt and c.state = 'done'`;
const sizeOf = (cidr: string): string =>
  `2 ^ (case family(${cidr}) when 4 then 32 else 128 end - masklen(${cidr}))`;

/** Each due time made one run, which may be one that says why it was skipped, or is one of those a run stands for. */
const everyDueTime: Check = async ({ history, postgres }) => {
  const missing = [];
  for (const { taskId, epochSeconds } of history.of('due')) {
    const { rows } = await postgres.query(
      `select from netsweep_run where task_id = $1 and trigger = 'clock'
          and (scheduled_for = to_timestamp($2) or (missed > 0 and scheduled_for < to_timestamp($2)))`,
      [taskId, epochSeconds],
    );
    if (rows.length === 0) missing.push(`task ${taskId} had no run for ${epochSeconds}`);
  }
  return missing;
};

/** What was acknowledged is there. */
const everyStart: Check = async ({ history, postgres }) => {
  const asked = new Map<number, number>();
  for (const { taskId, outcome } of history.of('start'))
    if (outcome === 'ok') asked.set(taskId, (asked.get(taskId) ?? 0) + 1);
  const { rows } = await postgres.query<{ task_id: string; runs: number }>(
    `select task_id, count(*)::int as runs from netsweep_run where trigger = 'click' group by task_id`,
  );
  const made = new Map(rows.map(({ task_id, runs }) => [Number(task_id), runs]));
  return [...asked].flatMap(([taskId, starts]) =>
    (made.get(taskId) ?? 0) < starts
      ? [`task ${taskId} was started ${starts} times and has ${made.get(taskId) ?? 0} runs`]
      : [],
  );
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

const generationsOf = (history: History): Map<number, (number | null)[]> => {
  const seen = new Map<number, (number | null)[]>();
  for (const { taskId, generation } of history.of('read'))
    seen.set(taskId, [...(seen.get(taskId) ?? []), generation]);
  return seen;
};

const neverBack: Check = async ({ history }) =>
  [...generationsOf(history)].flatMap(([taskId, generations]) => {
    const at = generations.findIndex((now, i) => (now ?? 0) < (generations[i - 1] ?? 0));
    return at < 0
      ? []
      : [`a reader of task ${taskId} saw ${generations[at - 1]}, then ${generations[at]}`];
  });

const wholeReads: Check = async ({ history, postgres }) => {
  const { rows } = await postgres.query<{ id: string; online: number }>(
    'select id, online from netsweep_run',
  );
  const online = new Map(rows.map((run) => [Number(run.id), run.online]));
  return history.of('read').flatMap((read) => {
    if (read.generation === null) return [];
    const whole = online.get(read.generation);
    const isTorn = read.rows !== read.online || (whole !== undefined && read.rows !== whole);
    return isTorn ? [`torn: ${JSON.stringify(read)}, of a generation of ${whole}`] : [];
  });
};

const fieldsOf = async ({ redis }: Evidence): Promise<Map<string, string>> => {
  const flat = texts(await redis('HGETALL', CRONTAB_HASH));
  return new Map(
    flat.flatMap((field, i) => (i % 2 === 0 ? [[field, flat[i + 1] ?? ''] as const] : [])),
  );
};

/** Due times that an old program wrote last are still in the field, unless they have come. */
const editsKept: Check = async (evidence) => {
  const fields = await fieldsOf(evidence);
  const { rows } = await evidence.postgres.query<{ now: number }>(
    'select extract(epoch from netsweep_now())::float8 as now',
  );
  const now = rows[0]?.now ?? 0;
  const last = new Map(evidence.history.of('write-field').map((edit) => [edit.field, edit.value]));
  return [...last].flatMap(([field, value]) => {
    const kept = new Set(parseDueTimes(fields.get(field) ?? '') ?? []);
    const lost = (parseDueTimes(value) ?? []).filter((time) => time > now && !kept.has(time));
    return lost.length > 0 ? [`${field} was written ${value} and lost ${lost.join(', ')}`] : [];
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
  const strange = [...fields.keys()].filter((field) => !known.has(field));
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
  return [...queue, ...leases].map((name) => `left in Redis: ${name}`);
};

const asTruthSays: Check = async ({ postgres, truth }) => {
  if (truth === undefined) return [];
  const { rows } = await postgres.query<{
    id: string;
    ip: string;
    tcp_ports: string;
    open: number[];
  }>(
    `select r.id, host(h.ip) as ip, r.tcp_ports,
            array(select (p->>'port')::int from jsonb_array_elements(h.ports) p
                   where p->>'state' = 'open' order by 1) as open
       from ${COUNTED} join netsweep_run r on r.id = h.run_id where r.state = 'done'`,
  );
  return rows.flatMap(({ id, ip, tcp_ports, open }) => {
    const asked = new Set(tcp_ports.split(',').flatMap(portsOf));
    const there = (truth.get(ip) ?? []).filter((port) => asked.has(port)).sort((a, b) => a - b);
    return there.join() === open.join() ? [] : [`run ${id}: ${ip} has ${there}, not ${open}`];
  });
};

const portsOf = (range: string): number[] => {
  const [from = 0, to = from] = range.split('-').map(Number);
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
};

const checks: Readonly<Record<Invariant, Check>> = {
  I1: all(
    none(`select format('task %s has %s runs for %s', task_id, count(*), scheduled_for) as text
            from netsweep_run group by task_id, scheduled_for having count(*) > 1`),
    none(`select format('task %s has %s live runs', task_id, count(*)) as text
            from netsweep_run where state in ${LIVE} group by task_id having count(*) > 1`),
    everyStart,
    deletedStaysAway,
    whenSettled(everyDueTime),
  ),
  I2: all(
    none(`select format('run %s: its chunks make %s of %s addresses', r.id, sum(${sizeOf('c.slice')}), r.addresses) as text
            from netsweep_run r join netsweep_chunk c on c.run_id = r.id
           group by r.id having sum(${sizeOf('c.slice')}) <> r.addresses or count(*) <> r.chunk_total`),
    none(`select format('run %s: %s and %s overlap, or lie outside', a.run_id, a.slice, b.slice) as text
            from netsweep_chunk a join netsweep_run r on r.id = a.run_id
            join netsweep_chunk b on b.run_id = a.run_id and b.chunk_no >= a.chunk_no
             and ((b.chunk_no > a.chunk_no and a.slice && b.slice) or not a.slice <<= r.network)`),
  ),
  I3: none(`select format('run %s is %s with %s done and %s failed of %s; it says %s and %s', r.id, r.state,
                          n.done, n.failed, r.chunk_total, r.chunk_done, r.chunk_failed) as text
              from netsweep_run r, lateral (
                select count(*) filter (where state = 'done') as done, count(*) filter (where state = 'failed') as failed
                  from netsweep_chunk c where c.run_id = r.id) n
             where r.chunk_done <> n.done or r.chunk_failed <> n.failed
                or (r.state = 'done') <> (n.done = r.chunk_total and r.chunk_total > 0)
                or (r.state = 'failed') <> (n.failed > 0 and n.done + n.failed = r.chunk_total)`),
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
  I5: none(`select format('run %s is the generation of task %s and covers %s of its addresses', r.id, t.id, n.covered) as text
              from network_query_task t join netsweep_run r on r.id = t.active_run_id, lateral (
                select coalesce(sum(${sizeOf('c.slice')}), 0) as covered
                  from netsweep_chunk c where c.run_id = r.id and c.state = 'done') n
             where n.covered <> r.addresses`),
  I6: none(`select format('%s counts for chunk %s of run %s, which is %s', h.ip, c.chunk_no, c.run_id, c.slice) as text
              from ${COUNTED} where not h.ip <<= c.slice`),
  I7: all(
    none(`select format('task %s shows run %s, which is %s', t.id, r.id, r.state) as text
            from network_query_task t join netsweep_run r on r.id = t.active_run_id where r.state <> 'done'`),
    none(`select format('task %s shows run %s, and run %s is done', t.id, t.active_run_id, r.id) as text
            from network_query_task t join netsweep_run r on r.task_id = t.id
           where t.deleted_at is null and r.state = 'done' and r.id > coalesce(t.active_run_id, 0)`),
    neverBack,
  ),
  I8: wholeReads,
  I9: all(
    none(`select format('chunk %s of run %s: %s online, attempt %s has %s hosts', c.chunk_no, c.run_id, c.online, c.attempt, n.hosts) as text
            from netsweep_chunk c, lateral (select count(*) as hosts from netsweep_host h
              where h.run_id = c.run_id and h.chunk_no = c.chunk_no and h.attempt = c.attempt) n
           where c.state = 'done' and c.online <> n.hosts`),
    none(`select format('run %s: %s judged, its chunks say %s', r.id, r.judged, sum(c.judged)) as text
            from netsweep_run r join netsweep_chunk c on c.run_id = r.id and c.state = 'done'
           group by r.id having r.judged <> sum(c.judged)`),
  ),
  I10: none(`select format('chunk %s of run %s had %s attempts', chunk_no, run_id, attempt) as text
               from netsweep_chunk where attempt > netsweep_max_attempts()`),
  I11: all(
    none(`select format('chunk %s of run %s is leased since its lease ran out at %s', c.chunk_no, c.run_id, c.lease_until) as text
            from netsweep_chunk c join netsweep_run r on r.id = c.run_id
           where c.state = 'leased' and r.state in ${LIVE} and c.lease_until < netsweep_now() - interval '2 minutes'`),
    whenSettled(
      none(
        `select format('run %s is still %s', id, state) as text from netsweep_run where state in ${LIVE}`,
      ),
    ),
  ),
  I12: all(editsKept, whenSettled(sameTimes)),
  I13: all(nothingLost, whenSettled(nothingLeft)),
  I15: none(`select format('chunk %s of run %s was done after its run was cancelled', c.chunk_no, r.id) as text
               from netsweep_run r join netsweep_chunk c on c.run_id = r.id
              where r.state = 'cancelled' and (c.state in ('pending', 'leased') or c.finished_at > r.finished_at)`),
  I16: all(
    none(`select format('%s of run %s is outside of its network or the scopes', h.ip, h.run_id) as text
            from netsweep_host h join netsweep_run r on r.id = h.run_id
           where not h.ip <<= r.network or not exists (select from netsweep_scope s where h.ip <<= s.cidr)`),
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
