import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { checkTargets } from '#shared/domain/check-targets.ts';
import type { Policy } from '#shared/domain/forbidden.ts';
import { storedNetwork } from '#shared/domain/network.ts';
import type { WireNewToken, WireToken } from '#shared/domain/wire.ts';
import type { Principal } from '#shared/runtime/auth.ts';
import type { Scopes } from '#shared/store/scopes.ts';
import type { KnownToken, Tokens } from '#shared/store/tokens.ts';
import type { TokenRequest } from './admin-schemas.ts';
import { checkExpiry } from './check-expiry.ts';
import { cursorAfter, idAfter } from './cursor.ts';
import { found } from './found.ts';
import type { PageQuery } from './schemas.ts';
import { viewerOf } from './viewer-of.ts';
import { withinBytes } from './within-bytes.ts';

export type Deps = {
  readonly tokens: Pick<Tokens, 'list' | 'create' | 'revoke'>;
  readonly scopes: Pick<Scopes, 'current'>;
  readonly policy: Policy;
  readonly now: () => Promise<Date>;
};

const presentToken = (token: KnownToken): WireToken => ({
  id: token.id,
  owner: token.owner,
  label: token.label,
  role: token.role,
  scopes: [...token.scopes],
  created_at: token.createdAt.toISOString(),
  expires_at: token.expiresAt?.toISOString() ?? null,
  last_used_at: token.lastUsedAt?.toISOString() ?? null,
});

/** A page of the tokens that are not revoked, in the order of ids; none is told again. */
export const listTokens = async (
  { limit, cursor }: PageQuery,
  { tokens }: Pick<Deps, 'tokens'>,
) => {
  const page = await tokens.list({ limit, ...idAfter('tokens', cursor) });
  const { items, isCut } = withinBytes(page.rows.map(presentToken));
  return {
    tokens: items,
    next: cursorAfter('tokens', isCut ? (items.at(-1)?.id ?? null) : page.next),
  };
};

/** 256 bits; the prefix lets scanners for lost secrets know it. */
const newSecret = (): string => `nst_${randomBytes(32).toString('base64url')}`;

/** Makes a token, whose scopes must lie inside the deployment's. It is told here and never again: only its hash is kept. */
export const createToken = async (
  body: TokenRequest,
  principal: Principal,
  { tokens, scopes, policy, now }: Deps,
): Promise<WireNewToken> => {
  const [time, deployment] = await Promise.all([now(), scopes.current()]);
  checkExpiry(body.expires_at, time);
  const targets = body.scopes.map((cidr, index) => ({
    network: storedNetwork(cidr),
    pointer: `/scopes/${index}`,
  }));
  checkTargets(targets, { policy, scopes: deployment, exclusions: [] });
  const token = newSecret();
  const known = await tokens.create(
    {
      sha256: createHash('sha256').update(token).digest('hex'),
      owner: body.owner ?? `token-${randomUUID()}`,
      label: body.label,
      role: body.role,
      scopes: [...new Set(body.scopes)],
      expiresAt: body.expires_at,
    },
    viewerOf(principal).actor,
  );
  return { ...presentToken(known), token };
};

/** From here on the token is worth nothing: it is looked up at each request. */
export const deleteToken = async (
  id: number,
  principal: Principal,
  { tokens }: Pick<Deps, 'tokens'>,
): Promise<void> => {
  found((await tokens.revoke(id, viewerOf(principal).actor)) || null, 'token');
};
