import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

const TRAVERSE = 0o001;

const modeOf = async (path: string): Promise<number | null> => {
  try {
    return (await stat(path)).mode;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
};

/** Whether any user can reach what is in this folder: it and all above it may be traversed. What is still missing counts as open. */
export const isOpenToAll = async (folder: string): Promise<boolean> => {
  const mode = await modeOf(folder);
  if (mode !== null && (mode & TRAVERSE) === 0) return false;
  const above = dirname(folder);
  return above === folder || isOpenToAll(above);
};
