import { type Network, networkOf } from './network.ts';

const keyOf = ({ family, first, prefix }: Network): string => `${family}:${first}/${prefix}`;

export type NetworkIndex = {
  /** The networks that contain `inner`, each once. */
  readonly holding: (inner: Network) => Network[];
};

/** Finds which of many networks hold a given one, by look-up: a request may bring a thousand of each. */
export const networkIndex = (networks: readonly Network[]): NetworkIndex => {
  const byKey = new Map(networks.map((network) => [keyOf(network), network]));
  const prefixes = [...new Set(networks.map(({ prefix }) => prefix))];
  return {
    holding({ family, first, prefix }) {
      const wider = prefixes.filter((p) => p <= prefix);
      const blocks = wider.map((p) => networkOf({ family, value: first }, p));
      return blocks.flatMap((block) => byKey.get(keyOf(block)) ?? []);
    },
  };
};
