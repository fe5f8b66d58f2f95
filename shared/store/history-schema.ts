import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  inet,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { AddressState } from '#shared/domain/address-state.ts';
import type { ChangeKind, Severity } from '#shared/domain/change.ts';
import type { AnswersEverything } from '#shared/domain/observation.ts';
import { runTable, taskTable } from './schema.ts';

/** What outlives a generation: the life of each address, and what changed. */

const id = () => bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity();
const taskId = () =>
  bigint({ mode: 'number' })
    .notNull()
    .references(() => taskTable.id, { onDelete: 'cascade' });
const instant = () => timestamp({ withTimezone: true });

/** What is believed of an address that a task has found up at least once. Written by netsweep_digest alone. */
export const addressTable = pgTable(
  'netsweep_address',
  {
    task_id: taskId(),
    ip: inet().notNull(),
    state: text().$type<AddressState>().notNull(),
    first_seen: instant().notNull(),
    last_seen: instant().notNull(),
    last_checked: instant().notNull(),
    /** Checks in a row that it did not answer. */
    misses: integer().notNull().default(0),
    /** How often it was asked, and whether it answered the last 31 times: the newest is the lowest bit. */
    checks: integer().notNull().default(1),
    presence: integer().notNull().default(1),
    /** Open ports that are believed in, each with the checks in a row that it was not seen (`misses`). */
    ports: jsonb().notNull(),
    hostname: text(),
    mac: text(),
    answers_everything: jsonb().$type<AnswersEverything>(),
  },
  (table) => [
    primaryKey({ columns: [table.task_id, table.ip] }),
    index('address_of_tasks').on(table.ip),
  ],
);

/** When an address was up: from the first check that found it to the last before it was given up. */
export const intervalTable = pgTable(
  'netsweep_interval',
  {
    task_id: taskId(),
    ip: inet().notNull(),
    from_at: instant().notNull(),
    /** Null while it is up. */
    until_at: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.task_id, table.ip, table.from_at] }),
    uniqueIndex('interval_open').on(table.task_id, table.ip).where(sql`until_at is null`),
  ],
);

export const changeTable = pgTable(
  'netsweep_change',
  {
    id: id(),
    task_id: taskId(),
    run_id: bigint({ mode: 'number' })
      .notNull()
      .references(() => runTable.id),
    at: instant().notNull(),
    kind: text().$type<ChangeKind>().notNull(),
    ip: inet().notNull(),
    protocol: text().$type<'tcp' | 'udp'>(),
    port: integer(),
    before: jsonb(),
    after: jsonb(),
    severity: text().$type<Severity>().notNull(),
    /** It was in the baseline when it was found. */
    expected: boolean().notNull().default(false),
    note: text(),
    /** When somebody said that they know of it, and who. */
    acknowledged_at: instant(),
    acknowledged_by: text(),
  },
  (table) => [
    unique('change_once')
      .on(table.run_id, table.kind, table.ip, table.protocol, table.port)
      .nullsNotDistinct(),
    index('change_of_task').on(table.task_id, table.id),
    index('change_at').on(table.at),
  ],
);

/** How urgent a change is: of the rules that fit, the one for the fewest ports decides. */
export const severityRuleTable = pgTable('netsweep_severity_rule', {
  id: id(),
  /** Null: any. */
  kind: text().$type<ChangeKind>(),
  protocol: text().$type<'tcp' | 'udp'>(),
  port_from: integer().notNull().default(0),
  port_to: integer().notNull().default(65_535),
  severity: text().$type<Severity>().notNull(),
  reason: text().notNull(),
});
