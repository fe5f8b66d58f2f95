import * as z from 'zod';
import { DomainError } from './errors.ts';
import { forbiddenRange, type Policy } from './forbidden.ts';
import { contains, formatNetwork, type Network, parseCidr } from './network.ts';

/** How a webhook wants to be told: our JSON, a message for Slack, or a few lines of text. */
export const webhookFormat = z.enum(['json', 'slack', 'digest']);
export type WebhookFormat = z.infer<typeof webhookFormat>;

/** Where webhooks may be: held against the same list as probes, and private networks have to be named. */
export type WebhookRules = { readonly policy: Policy; readonly networks: readonly Network[] };

const networksOf = (...cidrs: string[]): Network[] =>
  cidrs.flatMap((cidr) => parseCidr(cidr) ?? []);
const PRIVATE = networksOf(
  '10.0.0.0/8',
  '100.64.0.0/10',
  '172.16.0.0/12',
  '192.168.0.0/16',
  'fc00::/7',
);
const LOOPBACK = networksOf('127.0.0.0/8', '::1');

const isIn = (networks: readonly Network[], address: Network): boolean =>
  networks.some((network) => contains(network, address));

/** True for an address of this machine itself. */
export const isLoopback = (address: string): boolean => {
  const network = parseCidr(address);
  return network !== null && isIn(LOOPBACK, network);
};

/** Why nothing is ever sent to an address, or null. To be asked of what a name resolves to, just before. */
export const refusalOfAddress = (
  address: string,
  { policy, networks }: WebhookRules,
): string | null => {
  const network = parseCidr(address);
  if (network === null) return 'it is at no address that we know how to check';
  const range = forbiddenRange(network, policy);
  if (range !== null) return `it is at an address of ${range}, where nothing is sent`;
  const closed = PRIVATE.find((known) => contains(known, network));
  if (closed === undefined || isIn(networks, network)) return null;
  return `it is at an address of ${formatNetwork(closed)}, where nothing is sent unless the deployment says so`;
};

const refuse = (code: 'validation-error' | 'target-forbidden', message: string, slug: string) =>
  new DomainError(code, message, { errors: [{ pointer: '/url', code: slug }] });

/** The host of a URL as an address or a name, without the brackets of IPv6. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');

/** True where a URL may be in clear text: it does not leave this machine, and the deployment is one machine. */
const isOnThisMachine = (url: URL, { policy }: WebhookRules): boolean =>
  policy === 'local' && (hostOf(url) === 'localhost' || isLoopback(hostOf(url)));

/**
 * Reads the URL of a webhook: https (http on this machine alone), with no credentials in it. Throws `validation-error`, or
 * `target-forbidden` where it names an address that nothing is sent to; what a name stands for is looked at when it is sent.
 */
export const parseWebhookUrl = (text: string, rules: WebhookRules): URL => {
  const url = URL.parse(text);
  if (url === null) throw refuse('validation-error', 'Send a URL, such as https://…', 'not-a-url');
  const isClear = url.protocol === 'http:' && isOnThisMachine(url, rules);
  if (url.protocol !== 'https:' && !isClear)
    throw refuse('validation-error', 'A webhook is spoken to by https.', 'not-https');
  if (url.username !== '' || url.password !== '' || url.hash !== '')
    throw refuse('validation-error', 'Leave credentials and # out of the URL.', 'not-allowed');
  const isAddress = parseCidr(hostOf(url)) !== null;
  const refusal = isAddress ? refusalOfAddress(hostOf(url), rules) : null;
  if (refusal !== null)
    throw refuse('target-forbidden', `The webhook cannot be used: ${refusal}.`, 'forbidden-range');
  return url;
};
