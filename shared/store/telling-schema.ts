import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  cidr,
  index,
  integer,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { ChangeKind, Severity } from '#shared/domain/change.ts';
import type { DeliveryState } from '#shared/domain/delivery.ts';
import type { WebhookFormat } from '#shared/domain/webhook.ts';
import { runTable, taskTable } from './schema.ts';

/** Who is told of changes, what they were told, and which changes nobody needs to be told of. */

const id = () => bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity();
const instant = () => timestamp({ withTimezone: true });

/** Where changes are sent. What ended stays, to tell what became of its deliveries. */
export const webhookTable = pgTable('netsweep_webhook', {
  id: id(),
  owner: text().notNull(),
  label: text().notNull(),
  url: text().notNull(),
  format: text().$type<WebhookFormat>().notNull(),
  /** The least urgent change that it is told of. */
  severity: text().$type<Severity>().notNull(),
  /** Made by an admin: it hears of everybody's tasks, wherever the deployment probes. */
  hears_all: boolean().notNull(),
  /** What its maker might probe when it was made; nothing outside is told. */
  scopes: cidr().array().notNull().default(sql`'{}'`),
  /** Such as `token:5`; it ends with that token. */
  made_by: text().notNull(),
  created_at: instant().notNull(),
  deleted_at: instant(),
  disabled_at: instant(),
  disabled_reason: text(),
});

/** What deliveries are signed with: written by the API, read by the notifier alone. */
export const webhookSecretTable = pgTable('netsweep_webhook_secret', {
  webhook_id: bigint({ mode: 'number' })
    .primaryKey()
    .references(() => webhookTable.id, { onDelete: 'cascade' }),
  secret: text().notNull(),
});

/** Changes of one run on their way to one webhook, or (without one) to the event bus. */
export const deliveryTable = pgTable(
  'netsweep_delivery',
  {
    id: id(),
    webhook_id: bigint({ mode: 'number' }).references(() => webhookTable.id, {
      onDelete: 'cascade',
    }),
    /** Null: a ping. */
    run_id: bigint({ mode: 'number' }).references(() => runTable.id, { onDelete: 'cascade' }),
    first_change: bigint({ mode: 'number' }),
    last_change: bigint({ mode: 'number' }),
    changes: integer().notNull().default(0),
    state: text().$type<DeliveryState>().notNull().default('waiting'),
    /** The fence: only the newest attempt may say how it ended. */
    attempts: integer().notNull().default(0),
    created_at: instant().notNull(),
    next_at: instant().notNull(),
    lease_until: instant(),
    /** Why the last attempt failed, or why there will be none. */
    reason: text(),
    done_at: instant(),
  },
  (table) => [
    uniqueIndex('delivery_once')
      .on(table.webhook_id, table.run_id, table.first_change)
      .where(sql`run_id is not null`),
    index('delivery_waiting').on(table.webhook_id, table.id).where(sql`state = 'waiting'`),
    index('delivery_over').on(table.created_at).where(sql`state <> 'waiting'`),
  ],
);

/** Changes that are as they should be: the baseline. What is null fits any. */
export const expectationTable = pgTable(
  'netsweep_expectation',
  {
    id: id(),
    task_id: bigint({ mode: 'number' })
      .notNull()
      .references(() => taskTable.id, { onDelete: 'cascade' }),
    network: cidr().notNull(),
    protocol: text().$type<'tcp' | 'udp'>(),
    port: integer(),
    kind: text().$type<ChangeKind>(),
    note: text().notNull(),
    made_by: text().notNull(),
    created_at: instant().notNull(),
  },
  (table) => [index('expectation_of_task').on(table.task_id)],
);
