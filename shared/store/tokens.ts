import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { tokenTable } from './schema.ts';

/** API tokens in Postgres, known by their hash alone. */
export const tokensIn = (db: Database) => ({
  /** The valid token with this hex SHA-256, or null: unknown, expired or revoked. */
  find: async (sha256: string) => {
    const { id, label, role, owner, scopes } = tokenTable;
    const [row] = await db
      .select({ id, label, role, owner, scopes })
      .from(tokenTable)
      .where(
        and(
          eq(tokenTable.sha256, sha256),
          isNull(tokenTable.revoked_at),
          or(isNull(tokenTable.expires_at), gt(tokenTable.expires_at, sql`netsweep_now()`)),
        ),
      );
    return row ?? null;
  },

  /** Makes the token with this hash the deployment's admin token; the one before it is revoked. */
  setAdmin: async (sha256: string): Promise<void> => {
    const revoked_at = sql`netsweep_now()`;
    const admin = { sha256, owner: 'admin', label: 'first admin', role: 'admin' as const };
    await db.batch([
      db
        .update(tokenTable)
        .set({ revoked_at })
        .where(
          and(
            eq(tokenTable.label, admin.label),
            isNull(tokenTable.revoked_at),
            sql`${tokenTable.sha256} <> ${sha256}`,
          ),
        ),
      db
        .insert(tokenTable)
        .values(admin)
        .onConflictDoUpdate({ target: tokenTable.sha256, set: { revoked_at: null } }),
    ]);
  },
});
