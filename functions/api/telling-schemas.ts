import * as z from 'zod';
import { changeKind, severity } from '#shared/domain/change.ts';
import { label } from '#shared/domain/label.ts';
import { formatNetwork, parseCidr } from '#shared/domain/network.ts';
import { webhookFormat } from '#shared/domain/webhook.ts';

/** Bodies of who is told of changes, and of what is as it should be. */

export const webhookRequest = z.strictObject({
  url: z.string().max(2000),
  format: webhookFormat.default('json'),
  /** The least urgent change that it is told of. */
  severity: severity.default('info'),
  label: label.default(''),
});
export type WebhookRequest = z.infer<typeof webhookRequest>;

const network = z
  .string()
  .max(100)
  .transform((text, context) => {
    const parsed = parseCidr(text);
    if (parsed !== null) return formatNetwork(parsed);
    context.addIssue({ code: 'custom', message: 'not a CIDR', params: { code: 'not-a-network' } });
    return z.NEVER;
  });

/** What is left out fits any. */
export const expectationRequest = z
  .strictObject({
    /** An address, or a CIDR. */
    network,
    protocol: z.enum(['tcp', 'udp']).nullable().default(null),
    port: z.int().min(1).max(65_535).nullable().default(null),
    kind: changeKind.nullable().default(null),
    note: label.default(''),
  })
  .refine(({ protocol, port }) => port === null || protocol !== null, {
    path: ['protocol'],
    params: { code: 'missing' },
  });
export type ExpectationRequest = z.infer<typeof expectationRequest>;

export const acknowledgement = z.strictObject({
  note: label.optional(),
  /** True: a change like this one, at this address and port, is expected from now on. */
  expect: z.boolean().default(false),
});
export type Acknowledgement = z.infer<typeof acknowledgement>;
