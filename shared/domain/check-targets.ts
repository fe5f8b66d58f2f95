import { DomainError, type ErrorCode } from './errors.ts';
import { forbiddenRange, type Policy } from './forbidden.ts';
import { formatNetwork, type Network } from './network.ts';
import type { Target } from './read-targets.ts';
import { allowedBy } from './scope.ts';

const refuse = (
  code: ErrorCode,
  message: string,
  refused: readonly Target[],
  reason: string,
): void => {
  if (refused.length === 0) return;
  const pointers = [...new Set(refused.map(({ pointer }) => pointer))];
  throw new DomainError(code, message, {
    errors: pointers.map((pointer) => ({ pointer, code: reason })),
  });
};

/** What a network is held against. */
export type Barriers = {
  readonly policy: Policy;
  readonly scopes: readonly Network[];
  /** The opt-out list. What of a network is on it is left out of its run; a network that is all of it is refused. */
  readonly exclusions: readonly Network[];
};

/** Throws `target-forbidden` when a network overlaps what is never probed. */
export const refuseForbidden = (targets: readonly Target[], policy: Policy): void => {
  const forbidden = targets.filter(({ network }) => forbiddenRange(network, policy) !== null);
  refuse(
    'target-forbidden',
    `${named(forbidden)}: holds addresses of ${rangesOf(forbidden, policy)}, which are never probed.`,
    forbidden,
    'forbidden-range',
  );
};

/**
 * Throws `target-forbidden` when a network overlaps what is never probed or lies wholly in what is excluded, else
 * `scope-denied` when it leaves the scopes.
 */
export const checkTargets = (
  targets: readonly Target[],
  { policy, scopes, exclusions }: Barriers,
): void => {
  refuseForbidden(targets, policy);
  const excluded = targets.filter(({ network }) => allowedBy(exclusions, network));
  refuse(
    'target-forbidden',
    `${named(excluded)}: wholly on the list of exclusions, which nobody may probe.`,
    excluded,
    'excluded',
  );
  const outside = targets.filter(({ network }) => !allowedBy(scopes, network));
  refuse(
    'scope-denied',
    `${named(outside)}: not wholly inside the scopes you may probe.`,
    outside,
    'outside-the-scopes',
  );
};

/** The first network in canonical form (never as it was written), and how many more there are. */
const named = ([first, ...more]: readonly Target[]): string => {
  const name = first === undefined ? '' : formatNetwork(first.network);
  return more.length === 0 ? name : `${name} and ${more.length} more`;
};

const rangesOf = (targets: readonly Target[], policy: Policy): string =>
  [...new Set(targets.map(({ network }) => forbiddenRange(network, policy)))].join(', ');
