import { refuseForbidden } from '#shared/domain/check-targets.ts';
import type { Policy } from '#shared/domain/forbidden.ts';
import { storedNetwork } from '#shared/domain/network.ts';
import type { WireScope } from '#shared/domain/wire.ts';
import type { Principal } from '#shared/runtime/auth.ts';
import type { Exclusions } from '#shared/store/exclusions.ts';
import type { Planning } from '#shared/store/planning.ts';
import { refusalNow } from '#shared/store/refusal-now.ts';
import type { Runs } from '#shared/store/runs.ts';
import type { Scopes, StoredScope } from '#shared/store/scopes.ts';
import type { ScopeRequest } from './admin-schemas.ts';
import { checkExpiry } from './check-expiry.ts';
import { cursorAfter, idAfter } from './cursor.ts';
import { found } from './found.ts';
import type { PageQuery } from './schemas.ts';
import { viewerOf } from './viewer-of.ts';

export type Deps = {
  readonly scopes: Pick<Scopes, 'current' | 'list' | 'create' | 'remove' | 'endOf'>;
  readonly exclusions: Pick<Exclusions, 'current'>;
  readonly runs: Pick<Runs, 'live'>;
  readonly planning: Pick<Planning, 'cancel'>;
  readonly policy: Policy;
  readonly now: () => Promise<Date>;
};

const presentScope = (scope: StoredScope): WireScope => ({
  id: scope.id,
  cidr: scope.cidr,
  name: scope.name,
  owner: scope.owner,
  reason: scope.reason,
  created_at: scope.createdAt.toISOString(),
  expires_at: scope.expiresAt?.toISOString() ?? null,
  max_addresses: scope.maxAddresses,
  max_probes: scope.maxProbes,
  rate: scope.rate,
  hours: scope.hours,
});

/** A page of scopes in the order of their ids; expired ones are shown until they are deleted. */
export const listScopes = async (
  { limit, cursor }: PageQuery,
  { scopes }: Pick<Deps, 'scopes'>,
) => {
  const page = await scopes.list({ limit, ...idAfter('scopes', cursor) });
  return { scopes: page.rows.map(presentScope), next: cursorAfter('scopes', page.next) };
};

/** Makes a scope; one that holds any address which is never probed is refused. */
export const createScope = async (
  body: ScopeRequest,
  principal: Principal,
  { scopes, policy, now }: Pick<Deps, 'scopes' | 'policy' | 'now'>,
): Promise<WireScope> => {
  checkExpiry(body.expires_at, await now());
  refuseForbidden([{ network: storedNetwork(body.cidr), pointer: '/cidr' }], policy);
  const { cidr, name = cidr, owner, reason, rate, hours } = body;
  const scope = await scopes.create(
    {
      cidr,
      name,
      owner,
      reason,
      rate,
      hours,
      expiresAt: body.expires_at,
      maxAddresses: body.max_addresses,
      maxProbes: body.max_probes,
    },
    viewerOf(principal).actor,
  );
  return presentScope(scope);
};

/** Ends a scope, and at once every live run that only it allowed; the reason is shown in the run. */
export const deleteScope = async (id: number, principal: Principal, deps: Deps): Promise<void> => {
  const { actor } = viewerOf(principal);
  found((await deps.scopes.remove(id, actor)) || null, 'scope');
  const [scopes, exclusions, live] = await Promise.all([
    deps.scopes.current(),
    deps.exclusions.current(),
    deps.runs.live(),
  ]);
  const permission = { policy: deps.policy, scopes, exclusions };
  for (const run of live) {
    const refusal = await refusalNow(storedNetwork(run.network), permission, deps);
    if (refusal !== null) await deps.planning.cancel(run.id, refusal, actor);
  }
};
