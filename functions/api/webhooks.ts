import { randomBytes } from 'node:crypto';
import { DomainError } from '#shared/domain/errors.ts';
import { parseWebhookUrl, type WebhookRules } from '#shared/domain/webhook.ts';
import type { WireDelivery, WireNewWebhook, WireWebhook } from '#shared/domain/wire-telling.ts';
import type { Principal } from '#shared/runtime/auth.ts';
import type { Delivery, Webhook, Webhooks } from '#shared/store/webhooks.ts';
import { cursorAfter, idAfter } from './cursor.ts';
import { found } from './found.ts';
import type { PageQuery } from './schemas.ts';
import type { WebhookRequest } from './telling-schemas.ts';
import { viewerOf } from './viewer-of.ts';

export type Deps = {
  readonly webhooks: Webhooks;
  readonly webhookRules: WebhookRules;
  /** Rings the notifier, which would find the same within a minute. */
  readonly ringNotifier: () => Promise<void>;
};

const presentWebhook = ({
  createdAt,
  disabledAt,
  disabledReason,
  ...rest
}: Webhook): WireWebhook => ({
  ...rest,
  created_at: createdAt.toISOString(),
  disabled_at: disabledAt?.toISOString() ?? null,
  disabled_reason: disabledReason,
});

const presentDelivery = (delivery: Delivery): WireDelivery => ({
  id: delivery.id,
  run_id: delivery.runId,
  changes: delivery.changes,
  state: delivery.state,
  attempts: delivery.attempts,
  created_at: delivery.createdAt.toISOString(),
  next_at: delivery.state === 'waiting' ? delivery.nextAt.toISOString() : null,
  done_at: delivery.doneAt?.toISOString() ?? null,
  reason: delivery.reason,
});

/** A page of the caller's webhooks, in the order of ids; no secret is told again. */
export const listWebhooks = async (
  { limit, cursor }: PageQuery,
  principal: Principal,
  { webhooks }: Pick<Deps, 'webhooks'>,
) => {
  const page = await webhooks.list({ limit, ...idAfter('webhooks', cursor) }, viewerOf(principal));
  return { webhooks: page.rows.map(presentWebhook), next: cursorAfter('webhooks', page.next) };
};

export const getWebhook = async (
  id: number,
  principal: Principal,
  { webhooks }: Pick<Deps, 'webhooks'>,
): Promise<WireWebhook> =>
  presentWebhook(found(await webhooks.get(id, viewerOf(principal)), 'webhook'));

/** Makes a webhook. It hears of the tasks that its maker sees, inside the scopes that its maker has now. */
export const createWebhook = async (
  body: WebhookRequest,
  principal: Principal,
  { webhooks, webhookRules }: Pick<Deps, 'webhooks' | 'webhookRules'>,
): Promise<WireNewWebhook> => {
  const url = parseWebhookUrl(body.url, webhookRules).href;
  // 256 bits; the prefix lets scanners for lost secrets know it.
  const secret = `nsw_${randomBytes(32).toString('base64url')}`;
  const webhook = await webhooks.create({ ...body, url, secret }, viewerOf(principal));
  return { ...presentWebhook(webhook), secret };
};

export const deleteWebhook = async (
  id: number,
  principal: Principal,
  { webhooks }: Pick<Deps, 'webhooks'>,
): Promise<void> => {
  found((await webhooks.remove(id, viewerOf(principal))) || null, 'webhook');
};

/** Sends a webhook a delivery without changes. */
export const pingWebhook = async (
  id: number,
  principal: Principal,
  { webhooks, ringNotifier }: Pick<Deps, 'webhooks' | 'ringNotifier'>,
): Promise<WireDelivery> => {
  found(await webhooks.get(id, viewerOf(principal)), 'webhook');
  const delivery = await webhooks.ping(id);
  if (delivery === null)
    throw new DomainError('validation-error', 'The webhook is disabled; make another one.');
  await ringNotifier();
  return presentDelivery(delivery);
};

/** A page of what was and is on its way to a webhook, the newest first. */
export const listDeliveries = async (
  id: number,
  { limit, cursor }: PageQuery,
  principal: Principal,
  { webhooks }: Pick<Deps, 'webhooks'>,
) => {
  found(await webhooks.get(id, viewerOf(principal)), 'webhook');
  const list = `deliveries of ${id}`;
  const page = await webhooks.deliveries(id, { limit, ...idAfter(list, cursor) });
  return { deliveries: page.rows.map(presentDelivery), next: cursorAfter(list, page.next) };
};
