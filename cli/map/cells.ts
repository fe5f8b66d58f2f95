import { addressBits } from '#shared/domain/address.ts';
import { lastOf, type Network } from '#shared/domain/network.ts';
import type { Known, KnownAddress } from './known.ts';
import { shared } from './ranges.ts';

/** One cell of a map: one address, or a block of them. */
export type Cell = {
  readonly network: Network;
  readonly addresses: number;
  /** Looked at, whatever came of it. */
  readonly checked: number;
  readonly excluded: number;
  /** Of those that are up, how many have an open port. */
  readonly open: number;
  readonly up: number;
  /** Up before, and not in the last check: that proves little. */
  readonly missed: number;
};

/** The most cells that a map has. */
const MOST_CELLS_BITS = 8;
/** A map of more than one of these has a cell for each. */
const NEIGHBOURHOOD = { 4: 24, 6: 120 } as const;

/** Prefix length of a map's cells: an address each up to 256 of them, then a /24 each, then what makes 256 of them. */
export const cellPrefix = ({ family, prefix }: Network): number => {
  const most = Math.min(prefix + MOST_CELLS_BITS, addressBits(family));
  const neighbourhood = NEIGHBOURHOOD[family];
  return prefix < neighbourhood ? Math.min(most, neighbourhood) : most;
};

const isUp = ({ state }: KnownAddress): boolean => state === 'new' || state === 'online';
const count = (addresses: readonly KnownAddress[], what: (one: KnownAddress) => boolean): number =>
  addresses.filter(what).length;

const cellOf = (network: Network, known: Known, within: readonly KnownAddress[]): Cell => {
  const block = { first: network.first, last: lastOf(network) };
  return {
    network,
    addresses: Number(block.last - block.first + 1n),
    checked: shared(block, known.checked),
    excluded: shared(block, known.excluded),
    open: count(within, (one) => isUp(one) && one.openPorts > 0),
    up: count(within, isUp),
    missed: count(within, ({ state }) => state === 'missed'),
  };
};

/** The cells of a network, in the order of addresses. */
export const cellsOf = (network: Network, known: Known): Cell[] => {
  const prefix = cellPrefix(network);
  const bits = BigInt(addressBits(network.family) - prefix);
  const last = lastOf(network);
  const inside = known.addresses.filter(({ at }) => at >= network.first && at <= last);
  const byCell = Map.groupBy(inside, ({ at }) => (at - network.first) >> bits);
  return Array.from({ length: 2 ** (prefix - network.prefix) }, (_, index) => {
    const first = network.first + (BigInt(index) << bits);
    return cellOf(
      { family: network.family, first, prefix },
      known,
      byCell.get(BigInt(index)) ?? [],
    );
  });
};
