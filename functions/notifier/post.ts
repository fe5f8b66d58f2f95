import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { parseCidr } from '#shared/domain/network.ts';
import {
  hostOf,
  isLoopback,
  parseWebhookUrl,
  refusalOfAddress,
  type WebhookRules,
} from '#shared/domain/webhook.ts';

export type Message = {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};
type Address = { readonly address: string; readonly family: number };
export type PostDeps = {
  readonly rules: WebhookRules;
  readonly timeoutMs: number;
  /** All addresses of a name. */
  readonly resolve?: (host: string) => Promise<readonly Address[]>;
};

/** Nothing is, or may be, sent there; the message says why, in words that may be shown. */
export class Unsendable extends Error {
  override readonly name = 'Unsendable';
}

const resolveAll = (host: string): Promise<Address[]> => lookup(host, { all: true });

/** Ends with the signal, though what it waits for does not. */
const within = async <T>(signal: AbortSignal, work: Promise<T>): Promise<T> => {
  const stopped = new AbortController();
  const late = once(signal, 'abort', { signal: stopped.signal }).then(() => {
    throw signal.reason;
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    late.catch(() => {});
    stopped.abort();
  }
};

/** The address to connect to. All that a name stands for are checked: which one a system would take is its own affair. */
const addressOf = async (url: URL, { rules, resolve = resolveAll }: PostDeps): Promise<Address> => {
  const host = hostOf(url);
  const literal = parseCidr(host);
  const addresses = literal ? [{ address: host, family: literal.family }] : await resolve(host);
  const [first] = addresses;
  if (first === undefined) throw new Unsendable('its name has no address');
  for (const { address } of addresses) {
    const refusal = refusalOfAddress(address, rules);
    if (refusal !== null) throw new Unsendable(refusal);
    if (url.protocol === 'http:' && !isLoopback(address))
      throw new Unsendable('it is not on this machine, and its URL is not https');
  }
  return first;
};

/** A look-up that gives the one address that was checked, whatever the name stands for by now. */
const pinnedTo =
  ({ address, family }: Address): LookupFunction =>
  (_host, { all }, callback) => {
    if (all === true) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };

/** The status of the answer. What else it says is not read. */
const statusOf = async (request: ClientRequest, body: string): Promise<number> => {
  const answered = once(request, 'response') as Promise<[IncomingMessage]>;
  request.end(body);
  const [response] = await answered;
  // What comes after the head is nobody's concern.
  request.on('error', () => {});
  request.destroy();
  return response.statusCode ?? 0;
};

/**
 * POSTs a message to a webhook and gives the status of its answer. The address is checked once its name is resolved, and
 * that address alone is spoken to; redirects are not followed. Throws `Unsendable` and what the network throws; all
 * together takes at most `timeoutMs`.
 */
export const postWith =
  (deps: PostDeps) =>
  async (to: string, { headers, body }: Message): Promise<number> => {
    const url = parseWebhookUrl(to, deps.rules);
    const signal = AbortSignal.timeout(deps.timeoutMs);
    const address = await within(signal, addressOf(url, deps));
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    return statusOf(
      request(url, {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        // A connection of its own: one that is kept would be to an address of yesterday.
        agent: false,
        lookup: pinnedTo(address),
        signal,
      }),
      body,
    );
  };

export type Post = ReturnType<typeof postWith>;
