import * as z from 'zod';
import { changeKind, severity } from './change.ts';
import { deliveryState } from './delivery.ts';
import { webhookFormat } from './webhook.ts';

/** What the API says of who is told of changes, and of what needs no telling. */

const id = z.int().positive();
const instant = z.iso.datetime();
const next = z.string().nullable();

export const wireWebhook = z.strictObject({
  id,
  owner: z.string(),
  label: z.string(),
  url: z.string(),
  format: webhookFormat,
  /** The least urgent change that it is told of. */
  severity,
  created_at: instant,
  /** Since when it is told nothing any more, and why; make another one. */
  disabled_at: instant.nullable(),
  disabled_reason: z.string().nullable(),
});
export type WireWebhook = z.infer<typeof wireWebhook>;
/** `secret` is what deliveries are signed with; it is told once. */
export const wireNewWebhook = wireWebhook.extend({ secret: z.string() });
export type WireNewWebhook = z.infer<typeof wireNewWebhook>;
export const wireWebhookPage = z.strictObject({ webhooks: z.array(wireWebhook), next });

export const wireDelivery = z.strictObject({
  id,
  /** Null: a ping. */
  run_id: id.nullable(),
  changes: z.int().min(0),
  state: deliveryState,
  attempts: z.int().min(0),
  created_at: instant,
  /** Not before this time; null: it is over. */
  next_at: instant.nullable(),
  done_at: instant.nullable(),
  /** Why the last attempt failed, or why there is none any more. */
  reason: z.string().nullable(),
});
export type WireDelivery = z.infer<typeof wireDelivery>;
export const wireDeliveryPage = z.strictObject({ deliveries: z.array(wireDelivery), next });

export const wireExpectation = z.strictObject({
  id,
  task_id: id,
  network: z.string(),
  /** Null: any. */
  protocol: z.enum(['tcp', 'udp']).nullable(),
  port: z.int().nullable(),
  kind: changeKind.nullable(),
  note: z.string(),
  made_by: z.string(),
  created_at: instant,
});
export type WireExpectation = z.infer<typeof wireExpectation>;
export const wireExpectationPage = z.strictObject({ expected: z.array(wireExpectation), next });
