import { lstat, mkdir, realpath, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isOpenToAll } from './open-to-all.ts';
import { makeOutside } from './postgres-outside.ts';
import type { UserIds } from './tied-to-parent.ts';

/** Debian's nobody:nogroup; Postgres refuses to run as root. */
const NOBODY: UserIds = { uid: 65_534, gid: 65_534 };

/** Makes the place for Postgres's files; a symlink in the data folder records the one outside. */
const makePlace = async (dataFolder: string, place: string): Promise<void> => {
  const canStay = process.getuid?.() !== 0 || (await isOpenToAll(dataFolder));
  if (canStay) await mkdir(place, { recursive: true });
  else await makeOutside(await realpath(dataFolder), place);
};

/**
 * The folder that holds the cluster of a data folder, made if missing. It is in the data folder, unless we are root and others
 * cannot go there: then it is in the cache folder, and removePostgresFolder is how it goes.
 */
export const postgresFolder = async (dataFolder: string): Promise<string> => {
  const place = join(dataFolder, 'postgres');
  const known = await lstat(place).catch(() => null);
  if (known === null || (await stat(place).catch(() => null)) === null) {
    await rm(place, { force: true });
    await makePlace(dataFolder, place);
  }
  return realpath(place);
};

/** Removes the cluster of a data folder, wherever it is. */
export const removePostgresFolder = async (dataFolder: string): Promise<void> => {
  const place = join(dataFolder, 'postgres');
  const real = await realpath(place).catch(() => place);
  await rm(real, { recursive: true, force: true });
  await rm(place, { recursive: true, force: true });
};

/** The user that runs Postgres on a cluster: ourselves, or for root its owner, so that root can use what another user made. */
export const postgresUser = async (cluster: string): Promise<UserIds | undefined> => {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(cluster).catch(() => null);
  return owner === null || owner.uid === 0 ? NOBODY : { uid: owner.uid, gid: owner.gid };
};
