import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  cidr,
  date,
  doublePrecision,
  index,
  inet,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Hours } from '#shared/domain/hours.ts';
import type { KnownOfHost } from '#shared/domain/identity.ts';
import type { AnswersEverything, IdentifiedPort } from '#shared/domain/observation.ts';
import type { RunState, RunTrigger } from '#shared/domain/run.ts';
import type { TaskOptions } from '#shared/domain/task-options.ts';

/** Tables of DESIGN.md §5. Names that the old system had are kept; new ones start with `netsweep_`. */

const id = () => bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity();
const count = () => bigint({ mode: 'number' }).notNull().default(0);
const instant = () => timestamp({ withTimezone: true });

export const taskTable = pgTable(
  'network_query_task',
  {
    id: id(),
    owner: text().notNull().default('legacy'),
    /** The name of its Redis list and hash field, spelt as it was first written. */
    key: text().notNull(),
    network: cidr().notNull(),
    tcp_query_ports: text().notNull().default(''),
    udp_query_ports: text().notNull().default(''),
    /** 0 not started, 1 waiting, 2 done, 3 error, 4 probing. Set only by the statement that changes the run's state. */
    query_status: smallint().notNull().default(0),
    online_ip_num: integer().notNull().default(0),
    auto_enable: boolean().notNull().default(false),
    /** JSON list of five-field cron lines, as the old system kept it. */
    crontab_task: text().notNull().default('[]'),
    schedule_at: bigint({ mode: 'number' }).array().notNull().default(sql`'{}'`),
    timezone: text().notNull().default('UTC'),
    /** What the crontab hash should hold for this task, so that Redis can be rebuilt. */
    due_times: text(),
    /** The schedule was changed and the hash has yet to be told. */
    due_pending: boolean().notNull().default(false),
    query_time: instant(),
    created_time: instant().notNull().defaultNow(),
    label: text(),
    options: jsonb().$type<TaskOptions>().notNull(),
    revision: integer().notNull().default(1),
    /** The run whose hosts are the current generation. */
    active_run_id: bigint({ mode: 'number' }),
    deleted_at: instant(),
    /** The request that made or deleted it, where its caller named it; see requestTable. */
    request: text(),
  },
  (table) => [
    uniqueIndex('task_identity')
      .on(table.network, table.tcp_query_ports, table.udp_query_ports)
      .where(sql`deleted_at is null`),
    uniqueIndex('task_key').on(table.key).where(sql`deleted_at is null`),
    index('task_of_request').on(table.request).where(sql`request is not null`),
  ],
);

export const runTable = pgTable(
  'netsweep_run',
  {
    id: id(),
    task_id: bigint({ mode: 'number' })
      .notNull()
      .references(() => taskTable.id),
    /** Name of the Redis list its chunks go through. */
    key: text().notNull(),
    /** The task's owner when it was planned: whose budget it is on. */
    owner: text().notNull().default(''),
    trigger: text().$type<RunTrigger>().notNull(),
    state: text().$type<RunState>().notNull().default('planned'),
    scheduled_for: instant().notNull(),
    /** Overdue times that this run also stands for. */
    missed: integer().notNull().default(0),
    /** A copy of the task as it was planned: editing the task does not change a run. */
    network: cidr().notNull(),
    tcp_ports: text().notNull(),
    udp_ports: text().notNull(),
    options: jsonb().$type<TaskOptions>().notNull(),
    addresses: bigint({ mode: 'number' }).notNull(),
    probes: bigint({ mode: 'number' }).notNull(),
    chunk_total: integer().notNull(),
    chunk_done: integer().notNull().default(0),
    chunk_failed: integer().notNull().default(0),
    judged: count(),
    probes_sent: count(),
    local_failures: count(),
    online: integer().notNull().default(0),
    error: text(),
    created_at: instant().notNull().defaultNow(),
    started_at: instant(),
    finished_at: instant(),
    /** What differs from the generation before is known. */
    changes_ready: boolean().notNull().default(false),
    /** Times that finding out failed, and why it did last; after five nobody tries again. */
    digest_failures: integer().notNull().default(0),
    changes_error: text(),
    /** Its hosts and chunks were let go; its counts stay. */
    pruned_at: instant(),
    /** Why it is paused where nobody asked for it: it goes on by itself. */
    pause_reason: text(),
    /** When it was paused, while it is; and how long it was, all times before together. A trigger keeps both. */
    paused_at: instant(),
    paused_seconds: doublePrecision().notNull().default(0),
    /** The request that started it, where its caller named it; see requestTable. */
    request: text(),
  },
  (table) => [
    uniqueIndex('run_once_per_time').on(table.task_id, table.scheduled_for),
    uniqueIndex('one_live_run')
      .on(table.task_id)
      .where(sql`state in ('planned', 'queued', 'probing', 'paused')`),
    index('run_of_task').on(table.task_id, table.id.desc()),
    index('run_of_request').on(table.request).where(sql`request is not null`),
    index('run_to_digest')
      .on(table.task_id, table.id)
      .where(sql`state = 'done' and not changes_ready`),
    index('run_given_back')
      .on(table.owner, table.created_at)
      .where(sql`state = 'cancelled' and started_at is null`),
    index('run_live').on(table.id).where(sql`state in ('planned', 'queued', 'probing', 'paused')`),
  ],
);

export const chunkTable = pgTable(
  'netsweep_chunk',
  {
    run_id: bigint({ mode: 'number' })
      .notNull()
      .references(() => runTable.id, { onDelete: 'cascade' }),
    chunk_no: integer().notNull(),
    slice: cidr().notNull(),
    state: text().notNull().default('pending'),
    /** The fence: only the holder of the current attempt may commit. */
    attempt: integer().notNull().default(0),
    owner: text(),
    lease_until: instant(),
    not_before: instant().notNull().default(sql`'epoch'`),
    /** When it was last put on the Redis list; null: it still has to be. */
    queued_at: instant(),
    judged: integer().notNull().default(0),
    /** Excluded when the current attempt took it, so that it did not ask it. */
    left_out: cidr().array().notNull().default(sql`'{}'`),
    online: integer(),
    error: text(),
    finished_at: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.run_id, table.chunk_no] }),
    uniqueIndex('chunk_slice').on(table.run_id, table.slice),
    index('chunk_to_queue')
      .on(table.run_id, table.chunk_no)
      .where(sql`state = 'pending' and queued_at is null`),
    index('chunk_leased').on(table.run_id, table.lease_until).where(sql`state = 'leased'`),
  ],
);

/** Rows count only when their chunk is done with their attempt; others are leftovers of attempts that died. */
export const hostTable = pgTable(
  'netsweep_host',
  {
    run_id: bigint({ mode: 'number' }).notNull(),
    chunk_no: integer().notNull(),
    attempt: integer().notNull(),
    ip: inet().notNull(),
    ports: jsonb().$type<IdentifiedPort[]>().notNull(),
    closed: integer().notNull(),
    filtered: integer().notNull(),
    open_filtered: integer().notNull(),
    /** Present where a middlebox answers for the address or its neighbourhood. */
    answers_everything: jsonb().$type<AnswersEverything>(),
    hostname: text(),
    mac: text(),
    vendor: text(),
    /** What else is known of it; absent where nobody was to look. */
    identity: jsonb().$type<KnownOfHost>(),
    checked_at: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.run_id, table.ip, table.chunk_no, table.attempt] }),
    index('host_of_chunk').on(table.run_id, table.chunk_no, table.attempt),
    index('host_address').on(table.ip),
  ],
);

export const tokenTable = pgTable('netsweep_token', {
  id: id(),
  /** Hex SHA-256 of the token; the token itself is never stored. */
  sha256: text().notNull().unique(),
  owner: text().notNull(),
  label: text().notNull(),
  role: text().$type<'viewer' | 'operator' | 'admin'>().notNull(),
  scopes: cidr().array().notNull().default(sql`'{}'`),
  created_at: instant().notNull().defaultNow(),
  expires_at: instant(),
  revoked_at: instant(),
  /** To the minute or so. */
  last_used_at: instant(),
});

/** Address ranges that may be probed. Those that ended stay, so that it can be told why a run was cancelled. */
export const scopeTable = pgTable(
  'netsweep_scope',
  {
    id: id(),
    cidr: cidr().notNull(),
    name: text().notNull(),
    owner: text().notNull(),
    reason: text().notNull(),
    created_at: instant().notNull().defaultNow(),
    expires_at: instant(),
    deleted_at: instant(),
    /** Limits of its own, in place of the default ones. */
    max_addresses: bigint({ mode: 'number' }),
    max_probes: bigint({ mode: 'number' }),
    rate: integer(),
    /** When it may be probed; null: always. */
    hours: jsonb().$type<Hours>(),
    /** Named by the deployment itself, which may take it away again. */
    is_deployed: boolean().notNull().default(false),
  },
  (table) => [
    uniqueIndex('scope_deployed').on(table.cidr).where(sql`is_deployed and deleted_at is null`),
  ],
);

/** Address ranges that nobody may probe: the opt-out list. */
export const exclusionTable = pgTable('netsweep_exclusion', {
  id: id(),
  cidr: cidr().notNull(),
  reason: text().notNull(),
  created_at: instant().notNull(),
});

/** Who did what. Written by triggers alone, in the transaction of what it records; never changed. */
export const auditTable = pgTable('netsweep_audit', {
  id: id(),
  at: instant().notNull(),
  /** Who asked the API; for what a function or a deployment did by itself, its database role. */
  principal: text().notNull(),
  action: text().notNull(),
  /** Such as `task:7`. */
  object: text().notNull(),
  detail: jsonb().$type<Record<string, unknown>>().notNull(),
  request_id: text(),
  ip: text(),
});

/** Probes that were planned on an owner's budget, a row a day (UTC); what was cancelled unprobed is in there too. */
export const ledgerTable = pgTable(
  'netsweep_ledger',
  { owner: text().notNull(), day: date().notNull(), probes: count() },
  (table) => [primaryKey({ columns: [table.owner, table.day] })],
);

/** Names of tasks that are gone or renamed, until Redis has been told. A trigger keeps it. */
export const leftoverTable = pgTable('netsweep_leftover', { key: text().primaryKey() });

/** Requests that their callers named by an Idempotency-Key, and how they were answered. */
export const requestTable = pgTable('netsweep_request', {
  /** Whose and which: `token:<id> <key>`. */
  name: text().primaryKey(),
  /** Which use of the name this is; after a day it may be used anew. Tasks and runs bear it as their `request`. */
  id: uuid().notNull().defaultRandom(),
  /** Hex SHA-256 of method, path and body. */
  fingerprint: text().notNull(),
  begun_at: instant().notNull(),
  /** Null while it is being worked on. */
  status: integer(),
  /** As it was sent, to the letter. */
  reply: json(),
});

/** One row: how far `netsweep_now()` is from the server's clock. */
export const clockTable = pgTable('netsweep_clock', {
  one: boolean().primaryKey().default(true),
  offset_seconds: bigint({ mode: 'number' }).notNull().default(0),
});
