import * as z from 'zod';
import type { ZodOpenApiOverrideMetaContext } from 'zod-openapi/api';
import { formatAddress, parseAddress } from '#shared/domain/address.ts';
import { changeKind, severity } from '#shared/domain/change.ts';
import { label } from '#shared/domain/label.ts';
import { formatNetwork, parseCidr } from '#shared/domain/network.ts';
import { HOST_ORDERS } from '#shared/store/host-order.ts';

/** What requests may say beside the bodies of tasks, which the domain knows. */

const MAX_IDS = 1000;

const id = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
const ids = z.array(id).min(1).max(MAX_IDS);
/** A number in a path or a query: text to us, a number to whoever reads the description. */
const numeric = (min: number, max: number) =>
  z
    .string()
    .regex(/^(?:0|[1-9][0-9]{0,15})$/)
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .meta({ override: describedAs({ type: 'integer', minimum: min, maximum: max }) });

const describedAs =
  (described: object) =>
  ({ jsonSchema }: ZodOpenApiOverrideMetaContext): void => {
    delete jsonSchema.pattern;
    Object.assign(jsonSchema, described);
  };

export const idParams = z.object({ id: numeric(1, Number.MAX_SAFE_INTEGER) });
export const deleteRequest = z.strictObject({ ids });
export const startRequest = z.strictObject({ task_ids: ids });

const page = {
  limit: numeric(1, 1000).default(100),
  cursor: z.string().max(512).exactOptional(),
};
export const pageQuery = z.strictObject(page);
/** A map's rows are short. */
export const mapQuery = z.strictObject({
  limit: numeric(1, 65_536).default(65_536),
  cursor: page.cursor,
});
/** How much an export's page holds is a matter of bytes. */
export const exportQuery = z.strictObject({ cursor: page.cursor });

const cidr = z.string().transform((text, context) => {
  const network = parseCidr(text);
  if (network !== null) return formatNetwork(network);
  context.addIssue({ code: 'custom', message: 'not a CIDR' });
  return z.NEVER;
});

export const taskQuery = z.strictObject({
  ...page,
  network: cidr.exactOptional(),
  status: z.enum(['new', 'waiting', 'probing', 'paused', 'done', 'failed']).exactOptional(),
  label: label.exactOptional(),
});

/** Text to compare with; a NUL would be refused by Postgres, not by us. */
const text = z
  .string()
  .max(253)
  .regex(/^\P{Cc}+$/u);

export const hostQuery = z.strictObject({
  ...page,
  port: numeric(1, 65_535).exactOptional(),
  hostname: text.exactOptional(),
  vendor: text.exactOptional(),
  sort: z.enum(HOST_ORDERS).exactOptional(),
});

/** An address in its strict spelling; a gateway may leave the colons of IPv6 as a client encoded them. */
export const addressParams = z.object({
  ip: z.string().transform((written, context) => {
    const address = parseAddress(written.replaceAll(/%3a/gi, ':'));
    if (address !== null) return formatAddress(address);
    context.addIssue({ code: 'custom', message: 'not an address' });
    return z.NEVER;
  }),
});

/** Changes that came after one (its id), or not before a time. */
const since = z.union([
  numeric(0, Number.MAX_SAFE_INTEGER),
  z.iso.datetime({ offset: true }).transform((time) => new Date(time)),
]);
export const changeQuery = z.strictObject({
  ...page,
  since: since.exactOptional(),
  kind: changeKind.exactOptional(),
  severity: severity.exactOptional(),
  network: cidr.exactOptional(),
});
export const runChangeQuery = z.strictObject({
  ...page,
  against: numeric(1, Number.MAX_SAFE_INTEGER).exactOptional(),
});

export type ChangeListQuery = z.infer<typeof changeQuery>;
export type RunChangeQuery = z.infer<typeof runChangeQuery>;
export type MapQuery = z.infer<typeof mapQuery>;
export type PageQuery = z.infer<typeof pageQuery>;
export type TaskListQuery = z.infer<typeof taskQuery>;
export type HostQuery = z.infer<typeof hostQuery>;
