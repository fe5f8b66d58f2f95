import { addressBits } from '#shared/domain/address.ts';
import { formatNetwork, parseCidr } from '#shared/domain/network.ts';

/** Addresses of the network that a new user is offered to begin with: 256 of them at most. */
const BITS = 8;

/** The beginning of the first scope; null where there is none. */
export const firstNetwork = (scopes: readonly string[]): string | null => {
  const scope = parseCidr(scopes[0] ?? '');
  if (scope === null) return null;
  const whole = addressBits(scope.family);
  return formatNetwork({ ...scope, prefix: Math.max(scope.prefix, whole - BITS) });
};
