import type { Pool } from 'pg';
import type { FinalState } from './final-state.ts';
import type { History } from './history.ts';

/** Open TCP ports that are really there, by address. */
export type Truth = ReadonlyMap<string, readonly number[]>;

/** How often somebody knocked at `address:port`, as whoever listens there counted it. */
export type Knocks = ReadonlyMap<string, number>;

export type Evidence = {
  readonly history: History;
  readonly postgres: Pick<Pool, 'query'>;
  /** A bare command to Redis. */
  readonly redis: (...words: string[]) => Promise<unknown>;
  /** Everything was healed and given the time to end, with a tick after it: nothing may be under way any more. */
  readonly isSettled: boolean;
  readonly truth?: Truth;
  readonly knocks?: Knocks;
  /** What the same story came to where Redis kept its data. */
  readonly twin?: FinalState;
};

/** Finds what does not hold, each told in a line. */
export type Check = (evidence: Evidence) => Promise<string[]>;

/** Each row that the query returns is one violation, told by its column `text`. */
export const none =
  (query: string): Check =>
  async ({ postgres }) =>
    (await postgres.query<{ text: string }>(query)).rows.map(({ text }) => text);

export const all =
  (...checks: Check[]): Check =>
  async (evidence) => {
    const told: string[] = [];
    // In turn: what is read may be one connection, in the middle of a transaction.
    for (const check of checks) told.push(...(await check(evidence)));
    return told;
  };

export const whenSettled =
  (check: Check): Check =>
  async (evidence) =>
    evidence.isSettled ? check(evidence) : [];

/** What a command to Redis answered with a list. */
export const texts = (reply: unknown): string[] => (Array.isArray(reply) ? reply.map(String) : []);

/** SQL: states of runs that are not over. */
export const LIVE = `('planned', 'queued', 'probing', 'paused')`;
/** SQL: host rows that count. */
export const COUNTED = `netsweep_host h join netsweep_chunk c on c.run_id = h.run_id and c.chunk_no = h.chunk_no
  and c.attempt = h.attempt and c.state = 'done'`;
/** SQL: addresses of a network. */
export const sizeOf = (cidr: string): string =>
  `2 ^ (case family(${cidr}) when 4 then 32 else 128 end - masklen(${cidr}))::numeric`;
