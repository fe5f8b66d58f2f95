import { checkTargets } from './check-targets.ts';
import { DomainError } from './errors.ts';
import type { Policy } from './forbidden.ts';
import { checkLimits } from './limits.ts';
import type { Network } from './network.ts';
import { parseTaskKey, type TaskIdentity } from './task-key.ts';
import { defaultOptions, type TaskOptions } from './task-options.ts';

/** What may be adopted or started now: the policy of the place and the scopes that are valid. */
export type Permission = { readonly policy: Policy; readonly scopes: readonly Network[] };

/** A key that some program wrote, read; throws `validation-error` when it is none. */
export const readKey = (key: string): TaskIdentity => {
  const identity = parseTaskKey(key);
  if (identity) return identity;
  throw new DomainError('validation-error', 'a task is written network&tcp ports&udp ports');
};

/** Throws `target-forbidden` or `scope-denied` unless the network may be probed now. */
export const checkNetwork = (network: Network, permission: Permission): void =>
  checkTargets([{ network, pointer: '' }], permission);

/** Options of a task that an old program made; throws what its creation over the API would be refused with. */
export const adoptedOptions = (identity: TaskIdentity, permission: Permission): TaskOptions => {
  const options = defaultOptions(permission.policy);
  checkLimits([identity.network], identity.tcpPorts, identity.udpPorts, options);
  checkNetwork(identity.network, permission);
  return options;
};
