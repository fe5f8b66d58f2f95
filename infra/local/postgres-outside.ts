import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { withFileLock } from './file-lock.ts';

/** Says in each folder outside which data folder it belongs to. */
const OWNER = 'data-folder';

const isForsaken = async (folder: string): Promise<boolean> => {
  const owner = await readFile(join(folder, OWNER), 'utf8').catch(() => null);
  if (owner === null) return false;
  const linked = await realpath(join(owner, 'postgres')).catch(() => null);
  return linked !== folder;
};

/** A data folder that was deleted, rather than reset, could not take along what it had outside. */
const sweep = async (outside: string): Promise<void> => {
  for (const name of await readdir(outside).catch(() => [])) {
    const folder = join(outside, name);
    if (await isForsaken(folder)) await rm(folder, { recursive: true, force: true });
  }
};

/** Makes an empty folder in the cache folder, whose files other users can reach, and the symlink that makes it the data folder's. */
export const makeOutside = async (dataFolder: string, link: string): Promise<void> => {
  const outside = join(await realpath(await cacheFolder()), 'postgres-data');
  // Nobody may sweep between the making of the folder and of its link.
  await withFileLock(`${outside}.lock`, async () => {
    await sweep(outside);
    const name = createHash('sha256').update(dataFolder).digest('hex').slice(0, 16);
    const folder = join(outside, name);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, OWNER), dataFolder);
    await symlink(folder, link);
  });
};
