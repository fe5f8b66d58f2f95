import { and, eq, gt, isNull, lt, or, sql } from 'drizzle-orm';
import { storedNetwork } from '#shared/domain/network.ts';
import type { Database } from './database.ts';
import { clockTable, scopeTable, tokenTable } from './schema.ts';

const now = sql`netsweep_now()`;
const aMinuteAgo = sql`netsweep_now() - interval '1 minute'`;
const isUnnoted = or(isNull(tokenTable.last_used_at), lt(tokenTable.last_used_at, aMinuteAgo));
const isValid = and(
  isNull(tokenTable.revoked_at),
  or(isNull(tokenTable.expires_at), gt(tokenTable.expires_at, now)),
);

const columns = {
  token: {
    id: tokenTable.id,
    label: tokenTable.label,
    role: tokenTable.role,
    owner: tokenTable.owner,
    scopes: tokenTable.scopes,
    isUnnoted: sql<boolean>`${isUnnoted}`,
  },
  cidr: scopeTable.cidr,
  limits: {
    maxAddresses: scopeTable.max_addresses,
    maxProbes: scopeTable.max_probes,
    rate: scopeTable.rate,
  },
};

/** Who asks, by the hash of their token. Looked up at each request, so in one statement with all it takes to judge them. */
export const callersIn = (db: Database) => ({
  /** The valid token with this hex SHA-256, or null (unknown, expired or revoked); and the deployment's scopes, valid now. */
  find: async (sha256: string) => {
    const rows = await db
      .select(columns)
      .from(clockTable)
      .leftJoin(tokenTable, and(eq(tokenTable.sha256, sha256), isValid))
      .leftJoin(scopeTable, sql`netsweep_is_valid(${scopeTable})`);
    return {
      token: rows[0]?.token ?? null,
      scopes: rows.flatMap(({ cidr, limits }) =>
        cidr === null ? [] : [{ ...storedNetwork(cidr), ...(limits && { limits }) }],
      ),
    };
  },

  /** Notes that a token was used, at most once a minute. */
  noteUse: async (id: number): Promise<void> => {
    await db
      .update(tokenTable)
      .set({ last_used_at: now })
      .where(and(eq(tokenTable.id, id), isUnnoted));
  },
});
