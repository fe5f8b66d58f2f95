import { mkdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readEndpoints, removeEndpoints } from './endpoints.ts';
import { lockFile } from './file-lock.ts';
import { removePostgresFolder } from './postgres-folder.ts';

export type DataFolder = {
  /** Absolute, without symlinks. */
  readonly path: string;
  /** Removes the endpoints and lets the next stack in. */
  readonly release: () => Promise<void>;
};

/**
 * Makes the folder if missing and takes it for one stack, until released or until this process dies, however it dies.
 * Throws one clear line when another stack has it.
 */
export const lockDataFolder = async (folder: string): Promise<DataFolder> => {
  await mkdir(folder, { recursive: true });
  const path = await realpath(folder);
  const lock = await lockFile(join(path, 'lock'), { wait: false });
  if (lock === null) {
    const holder = await readEndpoints(path);
    const who = holder === null ? '' : ` (process ${holder.pid})`;
    throw new Error(`another stack${who} uses the data folder ${path}`);
  }
  // What a stack that was killed left behind.
  await removeEndpoints(path);
  return {
    path,
    release: async () => {
      await removeEndpoints(path);
      await lock.release();
    },
  };
};

/** Removes all that the stores keep for a data folder, also what lies outside of it. Throws while a stack uses it. */
export const resetDataFolder = async (folder: string): Promise<void> => {
  const { path, release } = await lockDataFolder(folder);
  try {
    await removePostgresFolder(path);
    await rm(join(path, 'redis'), { recursive: true, force: true });
  } finally {
    await release();
  }
};
