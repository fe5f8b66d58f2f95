import { and, desc, eq, isNull, lt, type SQL, sql } from 'drizzle-orm';
import { DomainError } from '#shared/domain/errors.ts';
import type { KnownOfHost } from '#shared/domain/identity.ts';
import type { AnswersEverything, IdentifiedPort } from '#shared/domain/observation.ts';
import type { RunState } from '#shared/domain/run.ts';
import type { Database } from './database.ts';
import { type HostOrder, orderOf } from './host-order.ts';
import { chunkTable, hostTable, runTable, taskTable } from './schema.ts';
import { inScopeOf, type Viewer, visibleTo } from './viewer.ts';

/** A host as one generation, or one run so far, has it. */
export type Host = {
  readonly ip: string;
  readonly hostname: string | null;
  readonly mac: string | null;
  readonly vendor: string | null;
  /** Null for hosts of runs before there was identification. */
  readonly identity: KnownOfHost | null;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly lastChecked: Date;
  readonly ports: readonly IdentifiedPort[];
  readonly counts: {
    readonly closed: number;
    readonly filtered: number;
    readonly openFiltered: number;
  };
  readonly answersEverything: AnswersEverything | null;
};

export type HostPage = {
  limit: number /** The address after which the page starts. */;
  after?: string;
  /** Default: `ip`. */
  sort?: HostOrder;
};
/** A page of a task's hosts; `generation` is the run that the pages before came from. */
export type TaskHostPage = HostPage & { generation?: number };
/** Where and when an address was seen: one run of one task. */
export type Sighting = {
  readonly taskId: number;
  readonly runId: number;
  readonly runState: RunState;
  /** True in the current generation of its task. */
  readonly isCurrent: boolean;
  readonly host: Host;
};
export type HostFilter = {
  port?: number;
  hostname?: string;
  vendor?: string;
  /** Hosts with an open port whose certificate ends, or has ended, before then. */
  certificateExpiresBefore?: Date;
};

/** When the task first found it, however long ago that was; until its changes are worked out, when this run did. */
const firstSeen =
  sql<Date>`least(${hostTable.checked_at}, (select a.first_seen from netsweep_address a
  where a.task_id = ${runTable.task_id} and a.ip = ${hostTable.ip}))`.mapWith(hostTable.checked_at);

const columns = {
  ip: sql<string>`host(${hostTable.ip})`,
  hostname: hostTable.hostname,
  mac: hostTable.mac,
  vendor: hostTable.vendor,
  identity: hostTable.identity,
  checkedAt: hostTable.checked_at,
  ports: hostTable.ports,
  closed: hostTable.closed,
  filtered: hostTable.filtered,
  openFiltered: hostTable.open_filtered,
  answersEverything: hostTable.answers_everything,
  firstSeen,
};

/** Rows of attempts that were committed; all others are leftovers. */
const committed = and(
  eq(chunkTable.run_id, hostTable.run_id),
  eq(chunkTable.chunk_no, hostTable.chunk_no),
  eq(chunkTable.attempt, hostTable.attempt),
  eq(chunkTable.state, 'done'),
);

const matching = ({
  port,
  hostname,
  vendor,
  certificateExpiresBefore,
}: HostFilter): SQL | undefined =>
  and(
    port === undefined
      ? undefined
      : sql`${hostTable.ports} @> ${JSON.stringify([{ port, state: 'open' }])}::jsonb`,
    hostname === undefined ? undefined : eq(hostTable.hostname, hostname),
    vendor === undefined ? undefined : eq(hostTable.vendor, vendor),
    certificateExpiresBefore === undefined
      ? undefined
      : sql`exists (select from jsonb_array_elements(${hostTable.ports}) p where p ->> 'state' = 'open'
          and (p #>> '{tls,not_after}')::timestamptz < ${certificateExpiresBefore.toISOString()}::timestamptz)`,
  );

const selectPage = async (
  db: Database,
  runId: number,
  { limit, after, sort = 'ip', ...filter }: HostPage & HostFilter,
  viewer: Viewer,
) => {
  const { orderBy, beyond } = orderOf(sort, runId);
  const rows = await db
    .select(columns)
    .from(hostTable)
    .innerJoin(chunkTable, committed)
    .innerJoin(runTable, eq(runTable.id, hostTable.run_id))
    .where(
      and(
        eq(hostTable.run_id, runId),
        inScopeOf(viewer, hostTable.ip),
        after === undefined ? undefined : beyond(after),
        matching(filter),
      ),
    )
    .orderBy(...orderBy)
    .limit(limit + 1);
  const hosts = rows.slice(0, limit).map(hostFromRow);
  return { hosts, next: rows.length > limit ? (hosts.at(-1)?.ip ?? null) : null };
};

/** The generation that pages have come from so far, as long as it is kept. */
const keptGeneration = async (db: Database, taskId: number, runId: number): Promise<number> => {
  const [run] = await db
    .select({ id: runTable.id })
    .from(runTable)
    .where(
      and(
        eq(runTable.id, runId),
        eq(runTable.task_id, taskId),
        eq(runTable.state, 'done'),
        isNull(runTable.pruned_at),
      ),
    );
  if (run) return run.id;
  throw new DomainError(
    'validation-error',
    'The result that this cursor pages through is no longer kept; start again without a cursor.',
    { errors: [{ pointer: '/cursor', code: 'generation-gone' }] },
  );
};

type AddressPage = { readonly limit: number; readonly after?: number };

const selectSightings = async (
  db: Database,
  ip: string,
  { limit, after }: AddressPage,
  viewer: Viewer,
): Promise<{ sightings: Sighting[]; next: number | null }> => {
  const rows = await db
    .select({
      host: columns,
      taskId: runTable.task_id,
      runId: runTable.id,
      runState: runTable.state,
      isCurrent: sql<boolean>`${taskTable.active_run_id} is not distinct from ${runTable.id}`,
    })
    .from(hostTable)
    .innerJoin(chunkTable, committed)
    .innerJoin(runTable, eq(runTable.id, hostTable.run_id))
    .innerJoin(taskTable, eq(taskTable.id, runTable.task_id))
    .where(
      and(
        sql`${hostTable.ip} = ${ip}::inet`,
        inScopeOf(viewer, hostTable.ip),
        after === undefined ? undefined : lt(runTable.id, after),
        visibleTo(viewer),
      ),
    )
    .orderBy(desc(runTable.id))
    .limit(limit + 1);
  const sightings = rows
    .slice(0, limit)
    .map(({ host, ...seen }) => ({ ...seen, host: hostFromRow(host) }));
  return { sightings, next: rows.length > limit ? (sightings.at(-1)?.runId ?? null) : null };
};

/** The hosts in Postgres. */
export const hostsIn = (db: Database) => ({
  /** Hosts of the chunks committed so far, of any run; `complete` once the run is done. Null: no such run. */
  ofRun: async (runId: number, at: HostPage, viewer: Viewer) => {
    const [run] = await db
      .select({ state: runTable.state })
      .from(runTable)
      .innerJoin(taskTable, eq(taskTable.id, runTable.task_id))
      .where(and(eq(runTable.id, runId), visibleTo(viewer)));
    return run
      ? { ...(await selectPage(db, runId, at, viewer)), complete: run.state === 'done' }
      : null;
  },

  /**
   * Hosts of a task's current generation, or of the one that the pages before came from, which no swap moves; none
   * before its first finished run. Null: no such task. Throws `validation-error` when that generation is gone.
   */
  ofTask: async (taskId: number, at: TaskHostPage & HostFilter, viewer: Viewer) => {
    const [task] = await db
      .select({ current: taskTable.active_run_id })
      .from(taskTable)
      .where(and(eq(taskTable.id, taskId), visibleTo(viewer)));
    if (!task) return null;
    const generation =
      at.generation === undefined ? task.current : await keptGeneration(db, taskId, at.generation);
    if (generation === null) return { hosts: [], next: null, generation };
    return { ...(await selectPage(db, generation, at, viewer)), generation };
  },

  /** What is kept of an address in what the viewer may see, newest run first; `next` is the run to go on below. */
  ofAddress: (ip: string, at: AddressPage, viewer: Viewer) => selectSightings(db, ip, at, viewer),
});

export type Hosts = ReturnType<typeof hostsIn>;

type HostRow = Omit<Host, 'lastSeen' | 'lastChecked' | 'counts'> &
  Host['counts'] & { checkedAt: Date };

const hostFromRow = ({ closed, filtered, openFiltered, checkedAt, ...rest }: HostRow): Host => ({
  ...rest,
  lastSeen: checkedAt,
  lastChecked: checkedAt,
  counts: { closed, filtered, openFiltered },
});
