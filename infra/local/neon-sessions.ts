import { Pool, type PoolClient } from 'pg';

export type NeonSessions = {
  /** Does the work on a connection that no other request uses, with the user, password and database of a connection string. */
  readonly use: <T>(
    connectionString: string,
    work: (client: PoolClient) => Promise<T>,
  ) => Promise<T>;
  readonly stop: () => Promise<void>;
};

/** Connections to Postgres for one user (a function's role) and database; more requests wait for one, up to the limit. */
const POOL = {
  max: 20,
  connectionTimeoutMillis: 15_000,
  idleTimeoutMillis: 30_000,
  statement_timeout: 60_000,
};

/**
 * What `DISCARD ALL` does, but for the plans: they are nobody's state, and every function's statements would be planned
 * anew at each call.
 */
const DISCARD = `CLOSE ALL; SET SESSION AUTHORIZATION DEFAULT; RESET ALL; DEALLOCATE ALL; UNLISTEN *;
  SELECT pg_advisory_unlock_all(); DISCARD TEMP; DISCARD SEQUENCES`;

/** A request must leave nothing to the next one: no setting, no advisory lock, no open transaction. */
const recycle = async (client: PoolClient): Promise<void> => {
  const isClean = async (): Promise<boolean> => {
    if (client.getTransactionStatus() !== 'I') return false;
    await client.query(DISCARD);
    return true;
  };
  client.release(!(await isClean().catch(() => false)));
};

/**
 * Connections that may be ended by Postgres at any time. One that is idle is dropped by the pool; one that is at work
 * tells it to whoever asks it next, though it may be between two statements. Unheard, an error would end this process.
 */
const newPool = (connectionString: string): Pool =>
  new Pool({ ...POOL, connectionString })
    .on('error', () => {})
    .on('connect', (client) => client.on('error', () => {}));

/** Sessions on the Postgres of that URL: its address, with the credentials and database that each caller brings, as Neon's proxy does. */
export const neonSessionsOn = (postgresUrl: string): NeonSessions => {
  const { hostname, port } = new URL(postgresUrl);
  const pools = new Map<string, Pool>();
  const poolFor = (connectionString: string): [key: string, Pool] => {
    const asked = new URL(connectionString);
    const own = new URL(`postgresql://${hostname}:${port}${asked.pathname}`);
    own.username = asked.username;
    own.password = asked.password;
    const pool = pools.get(own.href) ?? newPool(own.href);
    pools.set(own.href, pool);
    return [own.href, pool];
  };
  const connect = async (connectionString: string): Promise<PoolClient> => {
    const [key, pool] = poolFor(connectionString);
    try {
      return await pool.connect();
    } catch (error) {
      if (pool.totalCount === 0 && pools.delete(key)) await pool.end();
      throw error;
    }
  };
  return {
    use: async (connectionString, work) => {
      const client = await connect(connectionString);
      try {
        return await work(client);
      } finally {
        void recycle(client);
      }
    },
    stop: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.end()));
    },
  };
};
