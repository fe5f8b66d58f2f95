import { type Permission, refusalOfNetwork } from '#shared/domain/adopt.ts';
import { formatNetwork, type Network } from '#shared/domain/network.ts';
import type { Scopes } from './scopes.ts';

/** Why a network may not be probed now, or null; where its scope has ended, which one and when. */
export const refusalNow = async (
  network: Network,
  permission: Permission,
  { scopes }: { readonly scopes: Pick<Scopes, 'endOf'> },
): Promise<string | null> => {
  const refusal = refusalOfNetwork(network, permission);
  if (refusal === null) return null;
  const end = refusal.code === 'scope-denied' ? await scopes.endOf(formatNetwork(network)) : null;
  return end ?? refusal.message;
};
