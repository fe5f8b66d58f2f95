import { contains, lastOf, type Network } from './network.ts';

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
