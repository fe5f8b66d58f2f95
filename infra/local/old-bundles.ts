import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Longer than a stack runs without being started again: its start makes its bundles young. */
const KEPT_MS = 30 * 24 * 3600 * 1000;

/** Removes the bundles, and leftovers of interrupted builds, that no stack has used for a month. */
export const removeOldBundles = async (folder: string, now: Date): Promise<void> => {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now.getTime() }));
    if (now.getTime() - mtimeMs > KEPT_MS) await rm(path, { recursive: true, force: true });
  }
};
