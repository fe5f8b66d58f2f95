import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import { formatAddress } from '#shared/domain/address.ts';
import { lastOf, type Network, parseCidr } from '#shared/domain/network.ts';

/** A /31 or /32 has no broadcast address. */
const LONGEST_PREFIX = 30;

/** First and last address of an IPv4 network; older kernels take the first for a broadcast too. */
const edgesOf = ({ family, first, prefix }: Network): string[] =>
  prefix > LONGEST_PREFIX
    ? []
    : [first, lastOf({ family, first, prefix })].map((value) => formatAddress({ family, value }));

/**
 * True for a broadcast address of a network that this machine is in. connect() has no route to it at any time, though
 * nothing is wrong at our end: it is no host.
 */
export const isOwnBroadcast = (
  address: string,
  interfaces: Iterable<NetworkInterfaceInfo> = Object.values(networkInterfaces()).flatMap(
    (infos) => infos ?? [],
  ),
): boolean => {
  const networks = [...interfaces]
    .filter(({ family }) => family === 'IPv4')
    .map(({ cidr }) => parseCidr(cidr ?? ''));
  return networks.some((network) => network !== null && edgesOf(network).includes(address));
};
