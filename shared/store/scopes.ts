import { and, eq, gt, isNull, notInArray, or, sql } from 'drizzle-orm';
import { type Network, parseCidr } from '#shared/domain/network.ts';
import type { Database } from './database.ts';
import { scopeTable } from './schema.ts';

const networkOf = (cidr: string): Network => {
  const network = parseCidr(cidr);
  if (!network) throw new Error('a stored scope does not parse');
  return network;
};

/** The address ranges that may be probed, in Postgres. */
export const scopesIn = (db: Database) => ({
  /** Scopes that have not expired. */
  current: async (): Promise<Network[]> => {
    const rows = await db
      .select({ cidr: scopeTable.cidr })
      .from(scopeTable)
      .where(or(isNull(scopeTable.expires_at), gt(scopeTable.expires_at, sql`netsweep_now()`)));
    return rows.map((row) => networkOf(row.cidr));
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
