import { checkTargets } from './check-targets.ts';
import { DomainError } from './errors.ts';
import type { Policy } from './forbidden.ts';
import { checkLimits, rateWithin } from './limits.ts';
import type { Network } from './network.ts';
import { limitsIn, type Scope } from './scope.ts';
import { parseTaskKey, type TaskIdentity } from './task-key.ts';
import { defaultOptions, type TaskOptions } from './task-options.ts';

/** What may be adopted or started now: the policy of the place, the scopes that are valid, and what nobody may probe. */
export type Permission = {
  readonly policy: Policy;
  readonly scopes: readonly Scope[];
  readonly exclusions: readonly Network[];
};

/** A key that some program wrote, read; throws `validation-error` when it is none. */
export const readKey = (key: string): TaskIdentity => {
  const identity = parseTaskKey(key);
  if (identity) return identity;
  throw new DomainError('validation-error', 'a task is written network&tcp ports&udp ports');
};

/** Throws `target-forbidden` or `scope-denied` unless the network may be probed now. */
export const checkNetwork = (network: Network, permission: Permission): void =>
  checkTargets([{ network, pointer: '' }], permission);

/** What `checkNetwork` throws, or null. */
export const refusalOfNetwork = (network: Network, permission: Permission): DomainError | null => {
  try {
    checkNetwork(network, permission);
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
};

/** Options of a task that an old program made; throws what its creation over the API would be refused with. */
export const adoptedOptions = (identity: TaskIdentity, permission: Permission): TaskOptions => {
  const limits = limitsIn(permission.scopes, [identity.network]);
  const usual = defaultOptions(permission.policy);
  const options = { ...usual, rate: rateWithin(usual.rate, undefined, limits) };
  checkLimits([identity.network], identity.tcpPorts, identity.udpPorts, options, limits);
  checkNetwork(identity.network, permission);
  return options;
};
