import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Exit, endOf, endsWithin, spawnChild, stop } from './child.ts';
import type { Cluster } from './postgres-cluster.ts';
import { awaitPredecessors } from './predecessors.ts';
import { startServer } from './start-server.ts';

export type PostgresServer = {
  readonly port: number;
  readonly pid: number;
  readonly ended: Promise<Exit>;
  readonly stop: () => Promise<void>;
};

const settings = (port: number, durable: boolean): Record<string, string> => ({
  port: String(port),
  listen_addresses: '127.0.0.1',
  // The path of a socket has at most 107 bytes, and nobody needs one.
  unix_socket_directories: '',
  // A pool for each role of the functions, and room for visitors.
  max_connections: '150',
  shared_buffers: '64MB',
  max_wal_size: '512MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  // A small container's /dev/shm is soon full, and its cores are busy probing.
  max_parallel_workers_per_gather: '0',
  io_method: 'sync',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // A log tells what went wrong, not the rows it went wrong with.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  // A client that hangs or is gone must not hold locks or a connection for ever.
  idle_in_transaction_session_timeout: '60s',
  client_connection_check_interval: '5s',
  ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
});

/** Starts the server of a cluster; committed rows survive a SIGKILL either way, a power cut only if durable. */
export const startPostgresServer = async (
  cluster: Cluster,
  { durable, log }: { durable: boolean; log: (line: string) => void },
): Promise<PostgresServer> => {
  const { folder, binaries, asUser, env } = cluster;
  await awaitPredecessors(folder, { programs: ['postgres'], signal: 'SIGQUIT' });
  // Left by a SIGKILL. Postgres would refuse to start when its pid is another process's by now.
  await rm(join(folder, 'postmaster.pid'), { force: true });
  const { child, port } = await startServer({
    name: 'PostgreSQL',
    ready: /database system is ready to accept connections/,
    passing: /Address already in use/,
    log,
    launch: (port, onOutput) =>
      spawnChild({
        command: join(binaries, 'bin', 'postgres'),
        args: [
          '-D',
          folder,
          ...Object.entries(settings(port, durable)).map(([key, value]) => `--${key}=${value}`),
        ],
        env,
        cwd: '/',
        // An immediate shutdown: it takes its own children along.
        deathSignal: 'SIGQUIT',
        onOutput,
        ...(asUser && { asUser }),
      }),
  });
  return {
    port,
    pid: child.pid ?? 0,
    ended: endOf(child),
    stop: async () => {
      // Fast: sessions are ended; then immediate.
      child.kill('SIGINT');
      if (!(await endsWithin(child, 10_000))) await stop(child, { signal: 'SIGQUIT' });
    },
  };
};
