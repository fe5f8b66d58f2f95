import { and, asc, eq, gt, isNull, notInArray, sql } from 'drizzle-orm';
import * as z from 'zod';
import type { Permission } from '#shared/domain/adopt.ts';
import { forbiddenRange, type Policy } from '#shared/domain/forbidden.ts';
import type { Hours } from '#shared/domain/hours.ts';
import { storedNetwork } from '#shared/domain/network.ts';
import type { Scope, ScopeLimits } from '#shared/domain/scope.ts';
import { type Actor, actingAs } from './actor.ts';
import { callEffect, type Database } from './database.ts';
import { exclusionsIn } from './exclusions.ts';
import { type IdPage, pageOf } from './id-page.ts';
import { scopeTable } from './schema.ts';

/** What may be probed now, by the policy of the place, the scopes that are valid and the exclusions. */
export const permissionIn = (db: Database, policy: Policy) => async (): Promise<Permission> => {
  const [scopes, exclusions] = await Promise.all([
    scopesIn(db).current(),
    exclusionsIn(db).current(),
  ]);
  return { policy, scopes, exclusions };
};

export type NewScope = ScopeLimits & {
  readonly cidr: string;
  readonly name: string;
  readonly owner: string;
  readonly reason: string;
  readonly expiresAt: Date | null;
  /** When it may be probed; null: always. */
  readonly hours: Hours | null;
};
export type StoredScope = NewScope & { readonly id: number; readonly createdAt: Date };

const columns = {
  id: scopeTable.id,
  cidr: scopeTable.cidr,
  name: scopeTable.name,
  owner: scopeTable.owner,
  reason: scopeTable.reason,
  createdAt: scopeTable.created_at,
  expiresAt: scopeTable.expires_at,
  maxAddresses: scopeTable.max_addresses,
  maxProbes: scopeTable.max_probes,
  rate: scopeTable.rate,
  hours: scopeTable.hours,
};

const limits = {
  maxAddresses: scopeTable.max_addresses,
  maxProbes: scopeTable.max_probes,
  rate: scopeTable.rate,
};
const deployed = { owner: 'deployment', reason: 'named when it was deployed', is_deployed: true };
const endRow = z.object({ reason: z.string().nullable() });
const now = sql`netsweep_now()`;
const isKept = isNull(scopeTable.deleted_at);

/** Makes these CIDRs, and no others, the scopes that the deployment itself names; see `setDeployment`. */
const setDeployment = async (db: Database, cidrs: readonly string[], policy: Policy) => {
  const allowed = cidrs.filter((cidr) => forbiddenRange(storedNetwork(cidr), policy) === null);
  const others = allowed.length > 0 ? notInArray(scopeTable.cidr, allowed) : undefined;
  await db
    .update(scopeTable)
    .set({ deleted_at: now })
    .where(and(eq(scopeTable.is_deployed, true), isKept, others));
  for (const cidr of allowed) {
    const scope = { cidr, name: cidr, ...deployed, created_at: now };
    await db.insert(scopeTable).values(scope).onConflictDoNothing();
  }
  return cidrs.filter((cidr) => !allowed.includes(cidr));
};

const createScope = async (
  db: Database,
  scope: NewScope,
  actor: Actor | undefined,
): Promise<StoredScope> => {
  const { expiresAt: expires_at, maxAddresses: max_addresses, maxProbes, ...rest } = scope;
  const values = { ...rest, expires_at, max_addresses, max_probes: maxProbes, created_at: now };
  const insert = db.insert(scopeTable).values(values).returning(columns);
  const [row] = await actingAs(db, actor, insert);
  if (!row) throw new Error('no scope was made');
  return row;
};

const listScopes = async (db: Database, { limit, after = 0 }: IdPage) => {
  const rows = await db
    .select(columns)
    .from(scopeTable)
    .where(and(isKept, gt(scopeTable.id, after)))
    .orderBy(asc(scopeTable.id))
    .limit(limit + 1);
  return pageOf<StoredScope>(rows, limit);
};

/** The address ranges that may be probed, in Postgres. */
export const scopesIn = (db: Database) => ({
  /** Scopes that are valid now, with their limits. */
  current: async (): Promise<Scope[]> => {
    const rows = await db
      .select({ cidr: scopeTable.cidr, limits })
      .from(scopeTable)
      .where(sql`netsweep_is_valid(${scopeTable})`);
    return rows.map((row) => ({ ...storedNetwork(row.cidr), limits: row.limits }));
  },

  /** A page of scopes, expired ones too; `next` is the id to go on after. */
  list: (page: IdPage) => listScopes(db, page),

  create: (scope: NewScope, actor: Actor | undefined) => createScope(db, scope, actor),

  /** False where there is no such scope. Its row stays, to tell why runs end. */
  remove: async (id: number, actor: Actor | undefined): Promise<boolean> => {
    const end = db
      .update(scopeTable)
      .set({ deleted_at: now })
      .where(and(eq(scopeTable.id, id), isKept))
      .returning({ id: scopeTable.id });
    return (await actingAs(db, actor, end)).length > 0;
  },

  /** How the scope that held a network last has ended; null where there was none. */
  endOf: async (cidr: string): Promise<string | null> => {
    const [row] = await callEffect(db, sql`select netsweep_scope_end(${cidr}) as reason`, endRow);
    return row?.reason ?? null;
  },

  /**
   * Makes these CIDRs, and no others, the scopes that the deployment itself names. One that holds addresses which are
   * never probed is refused: those are returned.
   */
  setDeployment: (cidrs: readonly string[], policy: Policy = 'local'): Promise<string[]> =>
    setDeployment(db, cidrs, policy),
});

export type Scopes = ReturnType<typeof scopesIn>;
