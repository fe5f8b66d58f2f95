import { parseAddress } from '#shared/domain/address.ts';
import { indexOf, storedNetwork } from '#shared/domain/network.ts';
import type { WireAddressMap } from '#shared/domain/wire.ts';
import type { Principal } from '#shared/runtime/auth.ts';
import type { AddressMaps, MappedAddress } from '#shared/store/address-maps.ts';
import { addressAfter, cursorAfter } from './cursor.ts';
import { found } from './found.ts';
import type { MapQuery } from './schemas.ts';
import { viewerOf } from './viewer-of.ts';

export type Deps = { readonly addressMaps: AddressMaps };

/** Rows as columns: a third of the bytes, and cheap to read into a picture. */
const columnsOf = (network: string, addresses: readonly MappedAddress[]) => {
  const block = storedNetwork(network);
  const offsetOf = (ip: string): number => {
    const address = parseAddress(ip);
    return Number((address && indexOf(block, address)) ?? 0);
  };
  return {
    offsets: addresses.map(({ ip }) => offsetOf(ip)),
    states: addresses.map(({ state }) => state),
    open_ports: addresses.map(({ openPorts }) => openPorts),
    last_checked: addresses.map(({ lastChecked }) => lastChecked),
    last_changed: addresses.map(({ lastChanged }) => lastChanged),
  };
};

/** A page of a task's map, in the order of addresses. */
export const taskMap = async (
  taskId: number,
  { limit, cursor }: MapQuery,
  principal: Principal,
  { addressMaps }: Deps,
): Promise<WireAddressMap> => {
  const list = `map of task ${taskId}`;
  const at = { limit, ...addressAfter(list, cursor) };
  const map = found(await addressMaps.ofTask(taskId, at, viewerOf(principal)), 'task');
  return {
    network: map.network,
    checked: map.checked,
    excluded: map.excluded,
    ...columnsOf(map.network, map.addresses),
    next: cursorAfter(list, map.next),
  };
};
