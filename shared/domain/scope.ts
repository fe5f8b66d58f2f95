import { DEFAULT_LIMITS, type RunLimits } from './limits.ts';
import { contains, lastOf, type Network } from './network.ts';

/** What a scope says of runs inside it; null: the default. */
export type ScopeLimits = {
  readonly maxAddresses: number | null;
  readonly maxProbes: number | null;
  /** Probes per second. */
  readonly rate: number | null;
};

/** A range that may be probed, and the limits of its own that it has. */
export type Scope = Network & { readonly limits?: ScopeLimits };

/** True when the scopes, one alone or several together, hold every address of the network. */
export const allowedBy = (scopes: readonly Network[], network: Network): boolean => {
  if (scopes.some((scope) => contains(scope, network))) return true;
  const parts = scopes.filter((scope) => contains(network, scope));
  // Blocks are nested or apart, so walking them by their first address meets a gap exactly where there is one.
  let next = network.first;
  for (const part of parts.toSorted((a, b) => (a.first < b.first ? -1 : 1))) {
    if (part.first > next) return false;
    next = lastOf(part) >= next ? lastOf(part) + 1n : next;
  }
  return next > lastOf(network);
};

/** The narrowest scope that contains a network. */
export const narrowestAround = <S extends Network>(
  scopes: readonly S[],
  network: Network,
): S | undefined =>
  scopes
    .filter((scope) => contains(scope, network))
    .reduce<S | undefined>(
      (best, scope) => (best === undefined || scope.prefix > best.prefix ? scope : best),
      undefined,
    );

/** The scope that rules a network: the narrowest around it, else all that it is put together of; none where it leaves them. */
const rulers = (scopes: readonly Scope[], network: Network): readonly Scope[] => {
  const narrowest = narrowestAround(scopes, network);
  if (narrowest) return [narrowest];
  return allowedBy(scopes, network) ? scopes.filter((scope) => contains(network, scope)) : [];
};

const limitsOf = ({ limits }: Scope, usual: RunLimits): RunLimits => ({
  addresses: limits?.maxAddresses ?? usual.addresses,
  probes: limits?.maxProbes ?? usual.probes,
  rate: limits?.rate ?? usual.rate,
});

const strictest = (a: RunLimits, b: RunLimits): RunLimits => ({
  addresses: Math.min(a.addresses, b.addresses),
  probes: Math.min(a.probes, b.probes),
  rate: Math.min(a.rate, b.rate),
});

/** What a run over these networks may be: a scope's own limits stand for the default ones; of several the strictest hold. */
export const limitsIn = (
  scopes: readonly Scope[],
  networks: readonly Network[],
  usual: RunLimits = DEFAULT_LIMITS,
): RunLimits => {
  const ruling = new Set(networks.flatMap((network) => rulers(scopes, network)));
  const [first, ...others] = [...ruling].map((scope) => limitsOf(scope, usual));
  return first === undefined ? usual : others.reduce(strictest, first);
};
