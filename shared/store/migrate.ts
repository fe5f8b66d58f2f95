import { fileURLToPath } from 'node:url';
import { neonConfig, Pool } from '@neondatabase/serverless';
import { drizzle } from 'drizzle-orm/neon-serverless';
import { migrate } from 'drizzle-orm/neon-serverless/migrator';
import { applyPrivileges } from './privileges.ts';

/** Bundles carry the folder along (`assets` in infra/functions.ts). */
const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));
/** Two deployments at once take turns; the number only has to be nobody else's. */
const MIGRATION_LOCK = 7_739_341;

/** Two minutes are given to the whole: what hangs is to be known before they are over. */
const LONGEST = { connectionTimeoutMillis: 10_000, query_timeout: 90_000 };

/** Where the driver finds a Postgres that is not Neon's: the same host and port as its SQL endpoint. */
const useEndpoint = (endpoint: string): void => {
  const { host, protocol } = new URL(endpoint);
  neonConfig.wsProxy = () => `${host}/v2`;
  neonConfig.useSecureWebSocket = protocol === 'https:';
  neonConfig.pipelineTLS = false;
  neonConfig.pipelineConnect = false;
};

/** Brings the schema and who may what in it up to date, over one WebSocket session: each migration once, all of them or none. */
export const migrateDatabase = async (url: string, endpoint?: string): Promise<void> => {
  if (endpoint) useEndpoint(endpoint);
  const pool = new Pool({ connectionString: url, max: 1, ...LONGEST });
  try {
    await pool.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrate(drizzle(pool), { migrationsFolder: MIGRATIONS });
    await applyPrivileges(pool);
  } finally {
    await pool.end();
  }
};
