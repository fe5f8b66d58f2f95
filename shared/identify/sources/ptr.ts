import { LRUCache } from 'lru-cache';
import { type Address, parseAddress } from '#shared/domain/address.ts';
import type { HostName } from '#shared/domain/identity.ts';
import { resolver } from '#shared/identify/dns/resolver.ts';
import type { HostSource } from '#shared/identify/source.ts';
import { turnstile } from '#shared/identify/turnstile.ts';

export type PtrSettings = {
  /** `address` or `address:port`; the system's where none are named. */
  readonly servers?: readonly string[];
  readonly perSecond?: number;
};

/** Many scanners share one resolver, which on AWS answers 1,024 packets a second. */
const PER_SECOND = 200;
const REMEMBERED = 10_000;
const REMEMBERED_MS = 600_000;
/** An address may have a name for everything it serves. */
const MOST_NAMES = 4;
/** What can be looked up again. */
const NAME = /^[\w-]+(?:\.[\w-]+)*$/;

/** No DNS knows more of it than that it is this machine. */
const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1';

const lookups = ({ servers, perSecond = PER_SECOND }: PtrSettings) => {
  const { namesOf, addressesOf } = resolver(servers);
  // Whoever is told to stop is not waited for: its turn passes.
  const turn = turnstile(perSecond, new AbortController().signal);
  const leadsBack = async (name: string, own: Address, signal: AbortSignal) => {
    if (!NAME.test(name)) return false;
    await turn();
    signal.throwIfAborted();
    const found = (await addressesOf(name, own.family)) ?? [];
    return found.some((one) => parseAddress(one)?.value === own.value);
  };
  return async (own: Address, signal: AbortSignal): Promise<HostName[] | undefined> => {
    await turn();
    signal.throwIfAborted();
    const names = (await namesOf(own))?.filter((name) => name !== '').slice(0, MOST_NAMES);
    const found = names?.map(async (name) => {
      const isSure = await leadsBack(name, own, signal);
      return { name, source: isSure ? 'ptr' : 'ptr-only' } as const;
    });
    return found && Promise.all(found);
  };
};

/**
 * The names that the DNS has for the address, and whether they lead back to it. Asked of our own resolver, at its pace;
 * answers are remembered for ten minutes, failures are not.
 */
export const ptrBy = (settings: PtrSettings = {}): HostSource => {
  let cache: LRUCache<string, HostName[]> | undefined;
  const opened = () => {
    const look = lookups(settings);
    return new LRUCache<string, HostName[]>({
      max: REMEMBERED,
      ttl: REMEMBERED_MS,
      fetchMethod: async (text, _stale, { signal }) => {
        const address = parseAddress(text);
        return address === null ? [] : look(address, signal);
      },
    });
  };
  return {
    name: 'ptr',
    applies: ({ host }) => !isLoopback(host.address),
    ask: async ({ host: { address }, signal }) => {
      cache ??= opened();
      return { names: (await cache.fetch(address, { signal })) ?? [] };
    },
  };
};

export const ptr = ptrBy();
