import type { ChildProcess } from 'node:child_process';
import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { type Exit, endOf, spawnChild, stop } from './child.ts';
import { awaitPredecessors } from './predecessors.ts';
import { type RedisBinary, redisBinary } from './redis-binary.ts';
import { startServer } from './start-server.ts';

export type RedisOptions = {
  readonly dataFolder: string;
  readonly password: string;
  /** Off only for tests: nothing is written to disk. Default on. */
  readonly durable?: boolean;
  readonly log: (line: string) => void;
};
export type RedisServer = {
  /** `redis://:…@127.0.0.1:port/0` */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Settles when the server is gone, asked for or not. */
  readonly ended: Promise<Exit>;
  readonly stop: () => Promise<void>;
};

const PREDECESSORS = { programs: ['redis-server', 'valkey-server'], signal: 'SIGTERM' } as const;

/** As in Redis's configuration file; a line break would begin another setting. */
const quote = (text: string): string =>
  `"${text.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}"`;

/** Given on standard input: an argument would show the password to every user of the machine. */
const configuration = (folder: string, port: number, options: RedisOptions): string =>
  [
    `port ${port}`,
    'bind 127.0.0.1',
    `requirepass ${quote(options.password)}`,
    `dir ${quote(folder)}`,
    `appendonly ${options.durable === false ? 'no' : 'yes'}`,
    'appendfsync everysec',
    'save ""',
    'tcp-backlog 128',
    '',
  ].join('\n');

const launch = (
  { command, env }: RedisBinary,
  settings: string,
  onOutput: (line: string) => void,
): ChildProcess => {
  const child = spawnChild({
    command,
    args: ['-'],
    env,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'pipe'],
    onOutput,
  });
  child.stdin?.on('error', () => {}).end(settings);
  return child;
};

/**
 * Starts Redis on 127.0.0.1 with its append-only file in the data folder: what was acknowledged is there again after a SIGKILL,
 * and all but the last second after a power cut. The caller holds the lock of the data folder.
 */
export const startRedis = async (options: RedisOptions): Promise<RedisServer> => {
  const place = join(options.dataFolder, 'redis');
  await mkdir(place, { recursive: true, mode: 0o700 });
  const folder = await realpath(place);
  const binary = await redisBinary();
  await awaitPredecessors(folder, PREDECESSORS);
  const { child, port } = await startServer({
    name: 'Redis',
    ready: /Ready to accept connections/,
    passing: /Address already in use/,
    log: options.log,
    launch: (port, onOutput) => launch(binary, configuration(folder, port, options), onOutput),
  });
  return {
    url: `redis://:${encodeURIComponent(options.password)}@127.0.0.1:${port}/0`,
    port,
    pid: child.pid ?? 0,
    ended: endOf(child),
    stop: async () => {
      await stop(child, { signal: 'SIGTERM' });
    },
  };
};
