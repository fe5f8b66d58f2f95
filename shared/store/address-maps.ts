import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import * as z from 'zod';
import { ADDRESS_STATES } from '#shared/domain/address-state.ts';
import { arrayOf, callEffect, type Database } from './database.ts';
import { runTable, taskTable } from './schema.ts';
import { inScopeOf, type Viewer, visibleTo } from './viewer.ts';

const seconds = z.coerce.number();
const sliceRow = z.object({ cidr: z.string(), at: seconds });
const excludedRow = z.object({ cidr: z.string() });
const addressRow = z.object({
  ip: z.string(),
  state: z.enum(ADDRESS_STATES),
  openPorts: z.coerce.number(),
  /** Epoch seconds. */
  lastChecked: seconds,
});
const changedRow = z.object({ ip: z.string(), at: seconds });
export type MappedAddress = z.infer<typeof addressRow> & {
  /** Epoch seconds; null: it is as it was found. */
  readonly lastChanged: number | null;
};

/** What a map is drawn from: the current generation, and over it what the newest run has committed so far. */
type Shown = { readonly taskId: number; readonly network: string } & Record<
  'current' | 'newest',
  number | null
>;

const shownOf = async (db: Database, taskId: number, viewer: Viewer): Promise<Shown | null> => {
  const [task] = await db
    .select({ network: taskTable.network, current: taskTable.active_run_id })
    .from(taskTable)
    .where(and(eq(taskTable.id, taskId), visibleTo(viewer)));
  if (!task) return null;
  const [run] = await db
    .select({ id: runTable.id })
    .from(runTable)
    .where(and(eq(runTable.task_id, taskId), isNull(runTable.pruned_at)))
    .orderBy(desc(runTable.id))
    .limit(1);
  return { taskId, ...task, newest: run?.id ?? null };
};

const runsOf = ({ current, newest }: Shown) =>
  arrayOf(
    [...new Set([current, newest])].flatMap((id) => id ?? []),
    'bigint',
  );

/** Committed slices as far as the viewer's scopes reach. */
const slicesOf = (db: Database, shown: Shown, { scopes }: Viewer) =>
  callEffect(
    db,
    sql`select (case when c.slice <<= s.scope then c.slice else s.scope end)::text as cidr,
               extract(epoch from max(c.finished_at))::bigint as at
          from netsweep_chunk c join unnest(${arrayOf(scopes, 'cidr')}) s(scope) on s.scope && c.slice
         where c.run_id = any(${runsOf(shown)}) and c.state = 'done'
         group by 1 order by 2, 1`,
    sliceRow,
  );

/** What was never asked: the exclusions of the newest run, and the opt-out list. */
const excludedOf = (db: Database, shown: Shown) =>
  callEffect(
    db,
    sql`select distinct e.cidr::text as cidr from (
          select jsonb_array_elements_text(options -> 'exclude')::cidr as cidr from netsweep_run where id = ${shown.newest}
          union all select cidr from netsweep_exclusion) e
         where e.cidr && ${shown.network}::cidr order by 1`,
    excludedRow,
  );

/**
 * Hosts as the runs have them, joined to what is believed of their addresses. A host of the current generation whose slice the
 * newest run has looked at since is that run's to tell of; an address that was up and has no host was missed.
 */
const addressesOf = (db: Database, shown: Shown, { limit, after }: MapPage, viewer: Viewer) =>
  callEffect(
    db,
    sql`with committed as (
          select c.run_id, c.chunk_no, c.attempt, c.slice, c.finished_at from netsweep_chunk c
           where c.run_id = any(${runsOf(shown)}) and c.state = 'done'),
        hosts as (
          select h.ip, h.checked_at,
                 (select count(*) from jsonb_array_elements(h.ports) p where p ->> 'state' = 'open')
                 + coalesce(ceil((h.answers_everything ->> 'open')::numeric / (h.answers_everything ->> 'addresses')::numeric), 0) as open
            from netsweep_host h join committed using (run_id, chunk_no, attempt)
           where h.run_id = ${shown.newest} or not exists (
                   select 1 from committed n where n.run_id = ${shown.newest} and n.slice >>= h.ip)),
        believed as (select * from netsweep_address where task_id = ${shown.taskId})
        select host(ip) as "ip",
               case when h.ip is not null then case when a.ip is null then 'new' when a.state = 'new' then 'new' else 'online' end
                    when a.state in ('new', 'online') and exists (
                      select 1 from committed c where c.slice >>= ip and c.finished_at > a.last_checked) then 'missed'
                    else a.state end as state,
               coalesce(h.open, 0) as "openPorts",
               extract(epoch from coalesce(h.checked_at, a.last_checked))::bigint as "lastChecked"
          from hosts h full join believed a using (ip)
         where ${inScopeOf(viewer, sql`ip`)} and ${after === undefined ? sql`true` : sql`ip > ${after}::inet`}
         order by coalesce(h.ip, a.ip) limit ${limit}`,
    addressRow,
  );

/** When addresses were other than before for the last time. Not joined to the others: without statistics that takes seconds. */
const changedIn = async (db: Database, { taskId }: Shown): Promise<Map<string, number>> => {
  const rows = await callEffect(
    db,
    sql`select host(ip) as ip, extract(epoch from max(at))::bigint as at from netsweep_change
         where task_id = ${taskId} and kind <> 'host-appeared' group by 1`,
    changedRow,
  );
  return new Map(rows.map(({ ip, at }) => [ip, at]));
};

export type MapPage = {
  readonly limit: number;
  /** The address after which the page starts. */
  readonly after?: string | undefined;
};

/** What is believed of the addresses of a task, for a picture of all of them. */
export const addressMapsIn = (db: Database) => ({
  /** Null where the viewer has no such task. */
  ofTask: async (taskId: number, { limit, after }: MapPage, viewer: Viewer) => {
    const shown = await shownOf(db, taskId, viewer);
    if (shown === null) return null;
    const [checked, excluded, changed, rows] = await Promise.all([
      slicesOf(db, shown, viewer),
      excludedOf(db, shown),
      changedIn(db, shown),
      addressesOf(db, shown, { limit: limit + 1, after }, viewer),
    ]);
    const addresses: MappedAddress[] = rows
      .slice(0, limit)
      .map((row) => ({ ...row, lastChanged: changed.get(row.ip) ?? null }));
    return {
      network: shown.network,
      checked,
      excluded: excluded.map(({ cidr }) => cidr),
      addresses,
      next: rows.length > limit ? (addresses.at(-1)?.ip ?? null) : null,
    };
  },
});

export type AddressMaps = ReturnType<typeof addressMapsIn>;
