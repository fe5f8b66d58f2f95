import type { SimulatedClock } from './simulated-clock.ts';

/** From a function to the stores and back, in milliseconds. */
export const STORE_MS = { postgres: 8, redis: 4 } as const;

const WRITES =
  /netsweep_(?:take|commit|release|plan|start|next_slices|mark_queued|unqueue|reap|cancel)\(|^\s*(?:insert|update)/;

const statementsIn = (body: string): string[] => {
  const { query, queries } = JSON.parse(body);
  return queries ? queries.map((one: { query: string }) => one.query) : [query];
};

/** A single command is an array of words; a pipeline is an array of such. */
const commandsIn = (body: string): number => {
  const words = JSON.parse(body);
  return Array.isArray(words[0]) ? words.length : 1;
};

/**
 * Makes every request of this process to the stores take simulated time, and counts what it asks. It is answered by the real
 * Postgres and Redis, during which the simulated clock stands still.
 */
export const countStores = (clock: SimulatedClock, neonEndpoint: string) => {
  const counts = { redisCommands: 0, postgresStatements: 0, postgresWrites: 0 };
  const real = globalThis.fetch;

  const count = (isPostgres: boolean, body: string): void => {
    if (!isPostgres) {
      counts.redisCommands += commandsIn(body);
      return;
    }
    const statements = statementsIn(body);
    counts.postgresStatements += statements.length;
    counts.postgresWrites += statements.filter((text) => WRITES.test(text)).length;
  };

  globalThis.fetch = async (url, init) => {
    const isPostgres = String(url).startsWith(neonEndpoint);
    count(isPostgres, String(init?.body));
    await clock.sleep(isPostgres ? STORE_MS.postgres : STORE_MS.redis);
    return clock.meanwhile(async () => {
      const { status, headers, ...response } = await real(url, init).then(async (answer) => ({
        status: answer.status,
        headers: answer.headers,
        body: await answer.arrayBuffer(),
      }));
      return new Response(response.body, { status, headers });
    });
  };
  return counts;
};
