import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import type { KnownOfHost } from '#shared/domain/identity.ts';
import type { AnswersEverything, IdentifiedPort } from '#shared/domain/observation.ts';
import type { Database } from './database.ts';
import { chunkTable, hostTable, runTable, taskTable } from './schema.ts';
import { type Viewer, visibleTo } from './viewer.ts';

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
};
export type HostFilter = { port?: number; hostname?: string; vendor?: string };

/** Seen in any kept run of the task, this one included. */
const firstSeen = sql<Date>`(select min(seen.checked_at) from netsweep_host seen
  join netsweep_run r on r.id = seen.run_id
  where seen.ip = ${hostTable.ip} and r.task_id = ${runTable.task_id})`.mapWith(
  hostTable.checked_at,
);

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

const matching = ({ port, hostname, vendor }: HostFilter): SQL | undefined =>
  and(
    port === undefined
      ? undefined
      : sql`${hostTable.ports} @> ${JSON.stringify([{ port, state: 'open' }])}::jsonb`,
    hostname === undefined ? undefined : eq(hostTable.hostname, hostname),
    vendor === undefined ? undefined : eq(hostTable.vendor, vendor),
  );

/** The hosts in Postgres, in the order of their addresses. */
export const hostsIn = (db: Database) => {
  const page = async (runId: number, { limit, after }: HostPage, filter: HostFilter = {}) => {
    const rows = await db
      .select(columns)
      .from(hostTable)
      .innerJoin(chunkTable, committed)
      .innerJoin(runTable, eq(runTable.id, hostTable.run_id))
      .where(
        and(
          eq(hostTable.run_id, runId),
          after === undefined ? undefined : sql`${hostTable.ip} > ${after}::inet`,
          matching(filter),
        ),
      )
      .orderBy(asc(hostTable.ip))
      .limit(limit + 1);
    const hosts = rows.slice(0, limit).map(hostFromRow);
    return { hosts, next: rows.length > limit ? (hosts.at(-1)?.ip ?? null) : null };
  };

  return {
    /** Hosts of the chunks committed so far, of any run; `complete` once the run is done. Null: no such run. */
    ofRun: async (runId: number, at: HostPage, viewer: Viewer) => {
      const [run] = await db
        .select({ state: runTable.state })
        .from(runTable)
        .innerJoin(taskTable, eq(taskTable.id, runTable.task_id))
        .where(and(eq(runTable.id, runId), visibleTo(viewer)));
      return run ? { ...(await page(runId, at)), complete: run.state === 'done' } : null;
    },

    /** Hosts of a task's current generation; none before its first finished run. Null: no such task. */
    ofTask: async (taskId: number, at: HostPage & HostFilter, viewer: Viewer) => {
      const [task] = await db
        .select({ generation: taskTable.active_run_id })
        .from(taskTable)
        .where(and(eq(taskTable.id, taskId), visibleTo(viewer)));
      if (!task) return null;
      return task.generation === null ? { hosts: [], next: null } : page(task.generation, at, at);
    },
  };
};

type HostRow = Omit<Host, 'lastSeen' | 'lastChecked' | 'counts'> &
  Host['counts'] & { checkedAt: Date };

const hostFromRow = ({ closed, filtered, openFiltered, checkedAt, ...rest }: HostRow): Host => ({
  ...rest,
  lastSeen: checkedAt,
  lastChecked: checkedAt,
  counts: { closed, filtered, openFiltered },
});
