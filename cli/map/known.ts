import type { AddressMap } from '#client/api.d.ts';
import { type Network, parseCidr } from '#shared/domain/network.ts';
import { merged, type Range, rangeOf, without } from './ranges.ts';

/** What is believed of one address. */
export type KnownAddress = {
  readonly at: bigint;
  readonly state: AddressMap['states'][number];
  readonly openPorts: number;
  /** Epoch seconds. */
  readonly lastChecked: number;
};

/** What is known of a network, from the maps of one or several tasks. */
export type Known = {
  /** What was looked at; ascending, without overlaps, and without what is excluded. */
  readonly checked: readonly Range[];
  /** What is never asked. */
  readonly excluded: readonly Range[];
  /** Each address once. */
  readonly addresses: readonly KnownAddress[];
};

const rangesOf = (cidrs: readonly string[], { family }: Network): Range[] =>
  cidrs
    .flatMap((cidr) => parseCidr(cidr) ?? [])
    .filter((network) => network.family === family)
    .map(rangeOf);

const addressesOf = ({ network, offsets, ...map }: AddressMap): KnownAddress[] => {
  const first = parseCidr(network)?.first ?? 0n;
  return offsets.map((offset, index) => ({
    at: first + BigInt(offset),
    state: map.states[index] ?? 'gone',
    openPorts: map.open_ports[index] ?? 0,
    lastChecked: map.last_checked[index] ?? 0,
  }));
};

/** Of what several tasks say of an address, that which was looked at last. */
const newest = (addresses: readonly KnownAddress[]): KnownAddress[] => {
  const known = new Map<bigint, KnownAddress>();
  for (const address of addresses) {
    const before = known.get(address.at);
    if (before === undefined || before.lastChecked <= address.lastChecked)
      known.set(address.at, address);
  }
  return [...known.values()];
};

/** Puts pages of maps together; what was looked at before a time (epoch seconds) is not known any more. */
export const knownFrom = (
  network: Network,
  pages: readonly AddressMap[],
  sinceSeconds = 0,
): Known => {
  const isNew = ({ at }: { at: number }) => at >= sinceSeconds;
  const looked = pages.flatMap(({ checked }) => checked.filter(isNew).map(({ cidr }) => cidr));
  const excluded = merged(
    rangesOf(
      pages.flatMap((page) => page.excluded),
      network,
    ),
  );
  const inFamily = pages.filter((page) => parseCidr(page.network)?.family === network.family);
  return {
    checked: without(merged(rangesOf(looked, network)), excluded),
    excluded,
    addresses: newest(inFamily.flatMap(addressesOf)).filter(
      ({ lastChecked }) => lastChecked >= sinceSeconds,
    ),
  };
};
