import { Client, DatabaseError } from 'pg';
import type { Exit } from './child.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import { openCluster, setPassword } from './postgres-cluster.ts';
import { type PostgresServer, startPostgresServer } from './postgres-server.ts';

export type PostgresOptions = {
  readonly dataFolder: string;
  readonly password: string;
  /** Off only for tests: rows may then be lost in a power cut. Default on. */
  readonly durable?: boolean;
  readonly log: (line: string) => void;
};
export type Postgres = {
  /** `postgresql://netsweep:…@127.0.0.1:port/netsweep` */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Settles when the server is gone, asked for or not. */
  readonly ended: Promise<Exit>;
  readonly stop: () => Promise<void>;
};

const INVALID_PASSWORD = '28P01';

const urlOf = (port: number, password: string, database: string): string =>
  `postgresql://netsweep:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;

/** Makes the database if it is missing. */
const ensureDatabase = async (client: Client): Promise<void> => {
  const found = await client.query("SELECT FROM pg_database WHERE datname = 'netsweep'");
  if (found.rowCount === 0) await client.query('CREATE DATABASE netsweep');
};

/** Sees to the database; false when the cluster has another password. */
const prepare = async (port: number, password: string): Promise<boolean> => {
  const client = new Client({ connectionString: urlOf(port, password, 'postgres') });
  try {
    await client.connect();
    await ensureDatabase(client);
    return true;
  } catch (error) {
    if (error instanceof DatabaseError && error.code === INVALID_PASSWORD) return false;
    throw error;
  } finally {
    await client.end();
  }
};

const stopAfterFailure = async (
  server: PostgresServer,
  work: () => Promise<boolean>,
): Promise<boolean> => {
  try {
    return await work();
  } catch (error) {
    await server.stop();
    throw error;
  }
};

/**
 * Starts PostgreSQL on the cluster in a data folder, which is made if missing: user and database `netsweep`, with that password
 * from now on, on 127.0.0.1 alone and a port the system chooses. The caller holds the lock of the data folder.
 */
export const startPostgres = async ({
  dataFolder,
  password,
  durable = true,
  log,
}: PostgresOptions): Promise<Postgres> => {
  const cluster = await openCluster({
    dataFolder,
    binaries: await postgresBinaries(),
    password,
    durable,
  });
  const start = () => startPostgresServer(cluster, { durable, log });
  let server = await start();
  if (!(await stopAfterFailure(server, () => prepare(server.port, password)))) {
    await server.stop();
    await setPassword(cluster, password);
    server = await start();
    await stopAfterFailure(server, () => prepare(server.port, password));
  }
  return { ...server, url: urlOf(server.port, password, 'netsweep') };
};
