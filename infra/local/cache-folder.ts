import { chmod, lstat, mkdir } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { isOpenToAll } from './open-to-all.ts';

const ownUid = (): number => process.getuid?.() ?? 0;

const candidates = (): string[] => {
  const named = process.env.NETSWEEP_CACHE;
  if (named !== undefined && named !== '') return [resolve(named)];
  // The XDG specification: a relative path is to be ignored.
  const xdg = process.env.XDG_CACHE_HOME ?? '';
  const home = join(isAbsolute(xdg) ? xdg : join(homedir(), '.cache'), 'netsweep');
  const system = ownUid() === 0 ? ['/var/cache/netsweep'] : [];
  return [home, ...system, join(tmpdir(), `netsweep-${ownUid()}`)];
};

/** Makes the folder; false where it cannot be ours alone, or where root's own would be closed to the user that Postgres runs as. */
const prepare = async (folder: string): Promise<boolean> => {
  if (ownUid() === 0 && !(await isOpenToAll(folder))) return false;
  try {
    await mkdir(folder, { recursive: true });
    const found = await lstat(folder);
    if (!found.isDirectory() || found.uid !== ownUid()) return false;
    await chmod(folder, 0o755);
    return ownUid() !== 0 || (await isOpenToAll(folder));
  } catch {
    return false;
  }
};

/**
 * The folder for what can be fetched or copied again: `NETSWEEP_CACHE`, else `${XDG_CACHE_HOME:-~/.cache}/netsweep`, else a
 * folder of the system's. Root's is always one that every user can read, since Postgres refuses to run as root.
 */
export const cacheFolder = async (): Promise<string> => {
  const tried = candidates();
  for (const folder of tried) if (await prepare(folder)) return folder;
  throw new Error(`no usable cache folder (tried ${tried.join(', ')}): name one in NETSWEEP_CACHE`);
};
