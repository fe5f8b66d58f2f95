import { and, asc, desc, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import * as z from 'zod';
import { type Severity, severity } from '#shared/domain/change.ts';
import { type DeliveryState, deliveryState } from '#shared/domain/delivery.ts';
import { type WebhookFormat, webhookFormat } from '#shared/domain/webhook.ts';
import { callEffectAs } from './actor.ts';
import { arrayOf, callEffect, type Database } from './database.ts';
import { type IdPage, pageOf } from './id-page.ts';
import { deliveryTable, webhookTable } from './telling-schema.ts';
import type { Viewer } from './viewer.ts';

export type NewWebhook = {
  readonly label: string;
  readonly url: string;
  readonly format: WebhookFormat;
  readonly severity: Severity;
  readonly secret: string;
};
export type Webhook = Omit<NewWebhook, 'secret'> & {
  readonly id: number;
  readonly owner: string;
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
  readonly disabledReason: string | null;
};
/** Changes on their way to a webhook. */
export type Delivery = {
  readonly id: number;
  readonly runId: number | null;
  readonly changes: number;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly nextAt: Date;
  readonly doneAt: Date | null;
  readonly reason: string | null;
};

const columns = {
  id: webhookTable.id,
  owner: webhookTable.owner,
  label: webhookTable.label,
  url: webhookTable.url,
  format: webhookTable.format,
  severity: webhookTable.severity,
  createdAt: webhookTable.created_at,
  disabledAt: webhookTable.disabled_at,
  disabledReason: webhookTable.disabled_reason,
};
const deliveryColumns = {
  id: deliveryTable.id,
  runId: deliveryTable.run_id,
  changes: deliveryTable.changes,
  state: deliveryTable.state,
  attempts: deliveryTable.attempts,
  createdAt: deliveryTable.created_at,
  nextAt: deliveryTable.next_at,
  doneAt: deliveryTable.done_at,
  reason: deliveryTable.reason,
};

const time = z.coerce.date();
const webhookRow = z
  .object({
    id: z.coerce.number(),
    owner: z.string(),
    label: z.string(),
    url: z.string(),
    format: webhookFormat,
    severity,
    created_at: time,
  })
  .transform(({ created_at, ...rest }): Webhook => {
    return { ...rest, createdAt: created_at, disabledAt: null, disabledReason: null };
  });
const deliveryRow = z
  .object({
    id: z.coerce.number(),
    changes: z.coerce.number(),
    state: deliveryState,
    attempts: z.coerce.number(),
    created_at: time,
    next_at: time,
  })
  .transform(({ created_at, next_at, ...rest }): Delivery => {
    return {
      ...rest,
      runId: null,
      createdAt: created_at,
      nextAt: next_at,
      doneAt: null,
      reason: null,
    };
  });
const saidRow = z.object({ said: z.boolean() });

const isSeenBy = ({ owner, isAdmin }: Viewer) =>
  and(isNull(webhookTable.deleted_at), isAdmin ? undefined : eq(webhookTable.owner, owner));

const createWebhook = async (
  db: Database,
  { label, url, format, severity: least, secret }: NewWebhook,
  { owner, isAdmin, scopes, actor }: Viewer,
): Promise<Webhook> => {
  const effect = sql`select * from netsweep_add_webhook(${owner}, ${label}, ${url}, ${format}, ${least}, ${isAdmin},
    ${arrayOf(scopes, 'cidr')}, ${actor?.principal ?? ''}, ${secret})`;
  const [webhook] = await callEffectAs(db, actor, effect, webhookRow);
  if (!webhook) throw new Error('no webhook was made');
  return webhook;
};

/** The webhooks in Postgres, on behalf of a viewer: each sees their owner's, an admin all. */
export const webhooksIn = (db: Database) => ({
  /** Its secret is kept where only the notifier reads it. */
  create: (webhook: NewWebhook, viewer: Viewer) => createWebhook(db, webhook, viewer),

  list: async ({ limit, after = 0 }: IdPage, viewer: Viewer) => {
    const rows = await db
      .select(columns)
      .from(webhookTable)
      .where(and(isSeenBy(viewer), gt(webhookTable.id, after)))
      .orderBy(asc(webhookTable.id))
      .limit(limit + 1);
    return pageOf<Webhook>(rows, limit);
  },

  get: async (id: number, viewer: Viewer): Promise<Webhook | null> => {
    const [row] = await db
      .select(columns)
      .from(webhookTable)
      .where(and(isSeenBy(viewer), eq(webhookTable.id, id)));
    return row ?? null;
  },

  /** Ends it and what is on its way to it. False where there is none. */
  remove: async (id: number, { owner, isAdmin, actor }: Viewer): Promise<boolean> => {
    const effect = sql`select netsweep_remove_webhook(${id}, ${isAdmin ? null : owner}) as said`;
    const [row] = await callEffectAs(db, actor, effect, saidRow);
    return row?.said ?? false;
  },

  /** Puts a delivery without changes on its way; null where the webhook is told nothing any more. */
  ping: async (id: number): Promise<Delivery | null> => {
    const [row] = await callEffect(db, sql`select * from netsweep_ping(${id})`, deliveryRow);
    return row ?? null;
  },

  /** A page of its deliveries, newest first; `next` is the id to go on below. */
  deliveries: async (webhookId: number, { limit, after }: IdPage) => {
    const rows = await db
      .select(deliveryColumns)
      .from(deliveryTable)
      .where(
        and(
          eq(deliveryTable.webhook_id, webhookId),
          after === undefined ? undefined : lt(deliveryTable.id, after),
        ),
      )
      .orderBy(desc(deliveryTable.id))
      .limit(limit + 1);
    return pageOf<Delivery>(rows, limit);
  },
});

export type Webhooks = ReturnType<typeof webhooksIn>;
