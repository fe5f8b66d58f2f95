import { type Network, parseCidr } from '#shared/domain/network.ts';

/** The network a test means; a mistyped one fails the test instead of being null in it. */
export const networkFrom = (text: string): Network => {
  const network = parseCidr(text);
  if (network === null) throw new Error(`not a CIDR: ${text}`);
  return network;
};
