import { Resolver } from 'node:dns/promises';
import type { Address, Family } from '#shared/domain/address.ts';
import { reverseName } from './reverse-name.ts';

/** What was asked of the resolver: an answer, if only that there is none; or null, since it did not answer. */
export type Lookup = readonly string[] | null;

/** One try of a lookup, of which there are two. */
const TRY_MS = 600;
/** A resolver that fails so often in a row is left alone for so long. */
const FAILURES = 5;
const REST_MS = 60_000;
/** There is no such name, or none of that kind: an answer like any other. */
const NONE: readonly unknown[] = ['ENOTFOUND', 'ENODATA'];

/** Refusals and failures of the server, timeouts and no network are no word on the name. */
const answerOf = (error: unknown): Lookup =>
  error instanceof Error && 'code' in error && NONE.includes(error.code) ? [] : null;

/**
 * The system's resolver, or the servers named. One that goes nowhere costs the time of a few lookups and is then not
 * asked for a minute. It is told addresses and names that it gave us, never anything else.
 */
export const resolver = (servers?: readonly string[]) => {
  const own = new Resolver({ timeout: TRY_MS, tries: 2, maxTimeout: TRY_MS });
  if (servers) own.setServers(servers);
  let failures = 0;
  let restsUntil = 0;

  const note = (isAnswer: boolean): void => {
    failures = isAnswer ? 0 : failures + 1;
    if (failures >= FAILURES) restsUntil = performance.now() + REST_MS;
  };
  const ask = async (question: () => Promise<string[]>): Promise<Lookup> => {
    if (performance.now() < restsUntil) return null;
    const answer = await question().catch(answerOf);
    note(answer !== null);
    return answer;
  };
  return {
    /** Not by `reverse`, which calls a timeout a name that does not exist. */
    namesOf: (address: Address): Promise<Lookup> => ask(() => own.resolvePtr(reverseName(address))),
    addressesOf: (name: string, family: Family): Promise<Lookup> =>
      ask(() => (family === 4 ? own.resolve4(name) : own.resolve6(name))),
  };
};
