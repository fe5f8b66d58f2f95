import { readdir, rename, rm } from 'node:fs/promises';
import { arch } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { unpackDebianPackage } from './debian-packages.ts';
import { withFileLock } from './file-lock.ts';
import { runCommand } from './run-command.ts';

export type RedisBinary = {
  readonly command: string;
  /** The whole environment it runs with. */
  readonly env: NodeJS.ProcessEnv;
};

const path = (): string => process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin';

const runs = ({ command, env }: RedisBinary): Promise<boolean> =>
  runCommand({ command, args: ['--version'], env }).then(
    () => true,
    () => false,
  );

const installed = async (): Promise<RedisBinary | null> => {
  for (const command of ['redis-server', 'valkey-server']) {
    const binary = { command, env: { PATH: path() } };
    if (await runs(binary)) return binary;
  }
  return null;
};

/** The server in an unpacked Debian tree, with the libraries that came along. */
const unpackedIn = async (folder: string): Promise<RedisBinary> => {
  const libraries = join(folder, 'usr', 'lib');
  const names = await readdir(libraries).catch(() => []);
  const triplets = names.filter((name) => name.includes('-linux-'));
  return {
    command: join(folder, 'usr', 'bin', 'redis-server'),
    env: { PATH: path(), LD_LIBRARY_PATH: triplets.map((name) => join(libraries, name)).join(':') },
  };
};

/** A cached server that no longer runs, say after an upgrade of the system, is fetched again. */
const cached = async (folder: string): Promise<RedisBinary> => {
  const known = await unpackedIn(folder);
  if (await runs(known)) return known;
  const unfinished = `${folder}.new`;
  for (const each of [folder, unfinished]) await rm(each, { recursive: true, force: true });
  await unpackDebianPackage('redis-server', unfinished);
  if (!(await runs(await unpackedIn(unfinished))))
    throw new Error('the unpacked server does not run');
  await rm(join(unfinished, '.downloads'), { recursive: true });
  await rename(unfinished, folder);
  return unpackedIn(folder);
};

/** A Redis server that runs here: from PATH, else Debian's packages unpacked into the cache folder; throws one clear line if neither works. */
export const redisBinary = async (): Promise<RedisBinary> => {
  const found = await installed();
  if (found !== null) return found;
  const folder = join(await cacheFolder(), `redis-${arch()}`);
  try {
    return await withFileLock(`${folder}.lock`, () => cached(folder));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `Redis is missing and Debian's package could not be fetched; install redis-server or valkey-server (${reason})`,
      { cause },
    );
  }
};
