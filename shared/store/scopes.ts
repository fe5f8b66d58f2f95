import { and, eq, gt, isNull, notInArray, or, sql } from 'drizzle-orm';
import type { Permission } from '#shared/domain/adopt.ts';
import type { Policy } from '#shared/domain/forbidden.ts';
import { type Network, storedNetwork } from '#shared/domain/network.ts';
import type { Database } from './database.ts';
import { scopeTable } from './schema.ts';

/** What may be probed now, by the policy of the place and the scopes that are valid. */
export const permissionIn = (db: Database, policy: Policy) => async (): Promise<Permission> => ({
  policy,
  scopes: await scopesIn(db).current(),
});

/** The address ranges that may be probed, in Postgres. */
export const scopesIn = (db: Database) => ({
  /** Scopes that have not expired. */
  current: async (): Promise<Network[]> => {
    const rows = await db
      .select({ cidr: scopeTable.cidr })
      .from(scopeTable)
      .where(or(isNull(scopeTable.expires_at), gt(scopeTable.expires_at, sql`netsweep_now()`)));
    return rows.map((row) => storedNetwork(row.cidr));
  },

  /** Makes these CIDRs, and no others, the scopes that the deployment itself names. */
  setDeployment: async (cidrs: readonly string[]): Promise<void> => {
    const owner = 'deployment';
    const others = and(
      eq(scopeTable.owner, owner),
      cidrs.length > 0 ? notInArray(scopeTable.cidr, [...cidrs]) : undefined,
    );
    await db.delete(scopeTable).where(others);
    for (const cidr of cidrs) {
      const scope = { cidr, name: cidr, owner, reason: 'named when it was deployed' };
      await db.insert(scopeTable).values(scope).onConflictDoNothing();
    }
  },
});
