import { contains, type Network, overlaps, parseCidr } from './network.ts';

/** `lambda` also forbids the loopback, where the Lambda runtime API listens; `local` allows it. */
export type Policy = 'local' | 'lambda';

const networkNamed = (text: string): { text: string; network: Network } => {
  const network = parseCidr(text);
  if (network === null) throw new Error(`not a CIDR: ${text}`);
  return { text, network };
};

/** Never probed, whatever a scope says: this host, link-local and metadata, protocol use, multicast, and tunnels that lead to them. */
const everywhere = [
  '0.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '198.18.0.0/15',
  '224.0.0.0/3',
  '168.63.129.16/32',
  '100.100.100.200/32',
  '::/8',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2001::/32',
  '2002::/16',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
  'fd00:ec2::/32',
].map(networkNamed);
const onLambda = [...everywhere, networkNamed('127.0.0.0/8')];
const LOOPBACK_6: Network = { family: 6, first: 1n, prefix: 128 };

/** Text of the forbidden range that a network shares an address with, or null. */
export const forbiddenRange = (network: Network, policy: Policy): string | null => {
  if (policy === 'local' && isLoopback6(network)) return null;
  const ranges = policy === 'lambda' ? onLambda : everywhere;
  return ranges.find((range) => overlaps(range.network, network))?.text ?? null;
};

/** ::/8 without the loopback address: its halves, quarters and so on that do not hold it. */
const besideLoopback6: readonly Network[] = Array.from({ length: 120 }, (_, i) => {
  const prefix = 9 + i;
  return { family: 6, first: prefix === 128 ? 0n : 1n << BigInt(128 - prefix), prefix };
});

/** All that `forbiddenRange` forbids, as networks. */
export const forbiddenNetworks = (policy: Policy): readonly Network[] => {
  if (policy === 'lambda') return onLambda.map(({ network }) => network);
  const others = everywhere.filter(({ network }) => !contains(network, LOOPBACK_6));
  return [...others.map(({ network }) => network), ...besideLoopback6];
};

const isLoopback6 = ({ family, first, prefix }: Network): boolean =>
  family === LOOPBACK_6.family && first === LOOPBACK_6.first && prefix === LOOPBACK_6.prefix;
