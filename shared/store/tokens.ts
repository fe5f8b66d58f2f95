import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm';
import { type Actor, actingAs } from './actor.ts';
import type { Database } from './database.ts';
import { type IdPage, pageOf } from './id-page.ts';
import { tokenTable } from './schema.ts';

export type NewToken = {
  /** Hex SHA-256 of the token. */
  readonly sha256: string;
  readonly owner: string;
  readonly label: string;
  readonly role: 'viewer' | 'operator' | 'admin';
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
};
export type KnownToken = Omit<NewToken, 'sha256'> & {
  readonly id: number;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
};

const columns = {
  id: tokenTable.id,
  owner: tokenTable.owner,
  label: tokenTable.label,
  role: tokenTable.role,
  scopes: tokenTable.scopes,
  createdAt: tokenTable.created_at,
  expiresAt: tokenTable.expires_at,
  lastUsedAt: tokenTable.last_used_at,
};
const now = sql`netsweep_now()`;
const isKept = isNull(tokenTable.revoked_at);

const listTokens = async (db: Database, { limit, after = 0 }: IdPage) => {
  const rows = await db
    .select(columns)
    .from(tokenTable)
    .where(and(isKept, gt(tokenTable.id, after)))
    .orderBy(asc(tokenTable.id))
    .limit(limit + 1);
  return pageOf<KnownToken>(rows, limit);
};

const createToken = async (
  db: Database,
  { expiresAt: expires_at, scopes, ...rest }: NewToken,
  actor: Actor | undefined,
): Promise<KnownToken> => {
  const values = { ...rest, scopes: [...scopes], expires_at, created_at: now };
  const insert = db.insert(tokenTable).values(values).returning(columns);
  const [row] = await actingAs(db, actor, insert);
  if (!row) throw new Error('no token was made');
  return row;
};

const setAdmin = async (db: Database, sha256: string): Promise<void> => {
  const admin = { sha256, owner: 'admin', label: 'first admin', role: 'admin' as const };
  const { label, owner } = tokenTable;
  const isItsOwn = and(eq(label, admin.label), eq(owner, admin.owner));
  const isOther = sql`${tokenTable.sha256} <> ${sha256}`;
  await db.batch([
    db
      .update(tokenTable)
      .set({ revoked_at: now })
      .where(and(isItsOwn, isKept, isOther)),
    db
      .insert(tokenTable)
      .values(admin)
      .onConflictDoUpdate({ target: tokenTable.sha256, set: { revoked_at: null } }),
  ]);
};

/** API tokens in Postgres, known by their hash alone. */
export const tokensIn = (db: Database) => ({
  /** A page of tokens that were not revoked; `next` is the id to go on after. */
  list: (page: IdPage) => listTokens(db, page),

  create: (token: NewToken, actor: Actor | undefined) => createToken(db, token, actor),

  /** From here on it is worth nothing. False where there is no such token. */
  revoke: async (id: number, actor: Actor | undefined): Promise<boolean> => {
    const end = db
      .update(tokenTable)
      .set({ revoked_at: now })
      .where(and(eq(tokenTable.id, id), isKept))
      .returning({ id: tokenTable.id });
    return (await actingAs(db, actor, end)).length > 0;
  },

  /** Makes the token with this hash the deployment's admin token; the one before it is revoked. */
  setAdmin: (sha256: string) => setAdmin(db, sha256),
});

export type Tokens = ReturnType<typeof tokensIn>;
