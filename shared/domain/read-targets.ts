import { DomainError } from './errors.ts';
import { collectFailures } from './failures.ts';
import { formatNetwork, type Network, parseNetworks } from './network.ts';

/** A network and the place of the request that asked for it. */
export type Target = { readonly network: Network; readonly pointer: string };

const MAX_NETWORKS = 1000;

/**
 * Reads the networks of a request; repeats are merged. Throws `validation-error` naming each that is wrong, or at the
 * 1,001st CIDR: a short body of ranges can stand for very many.
 */
export const readTargets = (texts: readonly string[]): Target[] => {
  const failures = collectFailures();
  const targets = new Map<string, Target>();
  let cidrs = 0;
  for (const [i, text] of texts.entries()) {
    const pointer = `/networks/${i}`;
    const networks = failures.attempt(pointer, () => parseNetworks(text)) ?? [];
    cidrs += networks.length;
    if (cidrs > MAX_NETWORKS) throw tooMany(pointer);
    for (const network of networks) targets.set(formatNetwork(network), { network, pointer });
  }
  failures.throwAny();
  return [...targets.values()];
};

const tooMany = (pointer: string): DomainError =>
  new DomainError(
    'validation-error',
    'A request names at most 1,000 networks, a range counted as the CIDRs it becomes.',
    { errors: [{ pointer, code: 'too-many-networks' }] },
  );
