import * as z from 'zod';
import { hours } from '#shared/domain/hours.ts';
import { instant } from '#shared/domain/instant.ts';
import { label } from '#shared/domain/label.ts';
import { formatNetwork, parseCidr } from '#shared/domain/network.ts';

/** Bodies of what admins decide: who may, and where. */

/** A CIDR or bare address in strict spelling, made canonical. */
const cidr = z
  .string()
  .max(100)
  .transform((text, context) => {
    const network = parseCidr(text);
    if (network !== null) return formatNetwork(network);
    context.addIssue({ code: 'custom', message: 'not a CIDR', params: { code: 'not-a-network' } });
    return z.NEVER;
  });
const named = label.refine((text) => text.trim() !== '', { params: { code: 'too-small' } });
/** Null: it does not end. */
const expiry = z.string().max(40).pipe(instant).nullable().default(null);
const most = (limit: number) => z.int().min(1).max(limit).nullable().default(null);

export const scopeRequest = z.strictObject({
  cidr,
  /** The CIDR where it is not said. */
  name: named.optional(),
  /** Whose range it is: a person or a team to ask. */
  owner: named,
  /** On what grounds it may be probed. */
  reason: named,
  expires_at: expiry,
  /** A /8. */
  max_addresses: most(16_777_216),
  max_probes: most(4_294_967_296),
  rate: most(1_000_000),
  /** When it may be probed; null: always. */
  hours: hours.nullable().default(null),
});
export type ScopeRequest = z.infer<typeof scopeRequest>;

export const exclusionRequest = z.strictObject({ cidr, reason: named });
export type ExclusionRequest = z.infer<typeof exclusionRequest>;

export const tokenRequest = z.strictObject({
  role: z.enum(['viewer', 'operator', 'admin']),
  /** What it may probe; empty: nothing. */
  scopes: z.array(cidr).max(1000),
  label: label.default(''),
  expires_at: expiry,
  /** Tokens of one owner see the same tasks. Where it is not said, the token's owner is nobody else. */
  owner: named.optional(),
});
export type TokenRequest = z.infer<typeof tokenRequest>;
