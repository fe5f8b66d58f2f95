import { addressBits, parseAddress } from '#shared/domain/address.ts';
import {
  indexOf,
  type Network,
  overlaps,
  parseCidr,
  sizeOf,
  storedNetwork,
} from '#shared/domain/network.ts';
import type { WireAddressMap } from '#shared/domain/wire.ts';

/** What is known of an address, from the least on. */
export const CELL_STATES = [
  'unchecked',
  'excluded',
  'silent',
  'gone',
  'offline',
  'missed',
  'new',
  'online',
] as const;
export type CellState = (typeof CELL_STATES)[number];

/** By address, in the order of the network. Times are epoch seconds, 0 where there is none. */
export type Cells = {
  readonly network: Network;
  readonly bits: number;
  readonly states: Uint8Array;
  readonly openPorts: Uint16Array;
  readonly checked: Uint32Array;
  readonly changed: Uint32Array;
};

/** A map of more addresses would take hundreds of megabytes. */
export const MOST_BITS = 20;

const codeOf = (state: CellState): number => CELL_STATES.indexOf(state);

/** The addresses of a CIDR inside the network, as first and last + 1; null where they do not meet. */
const rangeIn = (network: Network, cidr: string): readonly [number, number] | null => {
  const part = parseCidr(cidr);
  if (part === null || part.family !== network.family || !overlaps(network, part)) return null;
  if (part.prefix <= network.prefix) return [0, Number(sizeOf(network))];
  const from = Number(part.first - network.first);
  return [from, from + Number(sizeOf(part))];
};

const bitsOf = ({ family, prefix }: Network): number => addressBits(family) - prefix;

/** Puts a task's map into columns that a picture can be drawn from. Null where the network is too large for one. */
export const cellsOf = (map: WireAddressMap): Cells | null => {
  const network = storedNetwork(map.network);
  const bits = bitsOf(network);
  if (bits > MOST_BITS) return null;
  const size = 2 ** bits;
  const states = new Uint8Array(size);
  const openPorts = new Uint16Array(size);
  const checked = new Uint32Array(size);
  const changed = new Uint32Array(size);
  // In the order of time, so that what was checked last stands.
  for (const { cidr, at } of map.checked) {
    const range = rangeIn(network, cidr);
    if (range === null) continue;
    states.fill(codeOf('silent'), ...range);
    checked.fill(at, ...range);
  }
  for (const cidr of map.excluded) {
    const range = rangeIn(network, cidr);
    if (range !== null) states.fill(codeOf('excluded'), ...range);
  }
  map.offsets.forEach((offset, row) => {
    states[offset] = codeOf(map.states[row] ?? 'online');
    openPorts[offset] = Math.min(map.open_ports[row] ?? 0, 0xffff);
    checked[offset] = Math.max(checked[offset] ?? 0, map.last_checked[row] ?? 0);
    changed[offset] = map.last_changed[row] ?? 0;
  });
  return { network, bits, states, openPorts, checked, changed };
};

export const stateAt = ({ states }: Cells, offset: number): CellState =>
  CELL_STATES[states[offset] ?? 0] ?? 'unchecked';

/** The offset of an address or of a block's first one; null where it is not inside. */
export const offsetOf = ({ network }: Cells, text: string): number | null => {
  const address = parseAddress(text.replace(/\/.*/, ''));
  const index = address && indexOf(network, address);
  return index === null ? null : Number(index);
};
