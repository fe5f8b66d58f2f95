import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const endpoints = z.object({
  pid: z.int().positive(),
  api: z.url(),
  token: z.string(),
  redis: z.url(),
  postgres: z.url(),
  upstash: z.url(),
  neon: z.url(),
  lambda: z.url(),
});
/** Where everything of a live stack is, secrets included. */
export type Endpoints = z.infer<typeof endpoints>;

const fileIn = (dataFolder: string): string => join(dataFolder, 'endpoints.json');

/** Tells others where the stack is; for the eyes of its user alone. */
export const writeEndpoints = async (dataFolder: string, live: Endpoints): Promise<void> => {
  const unfinished = `${fileIn(dataFolder)}.new`;
  await rm(unfinished, { force: true });
  await writeFile(unfinished, `${JSON.stringify(live, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  await rename(unfinished, fileIn(dataFolder));
};

export const removeEndpoints = (dataFolder: string): Promise<void> =>
  rm(fileIn(dataFolder), { force: true });

const parse = (text: string): Endpoints | null => {
  try {
    return endpoints.parse(JSON.parse(text));
  } catch {
    // Written by another version of us; its stack is none that we could speak to.
    return null;
  }
};

/** The endpoints of the stack that lives in a data folder; null when there is none, or when it died without a word. */
export const readEndpoints = async (dataFolder: string): Promise<Endpoints | null> => {
  const text = await readFile(fileIn(dataFolder), 'utf8').catch((error) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
  const found = text === null ? null : parse(text);
  return found !== null && existsSync(`/proc/${found.pid}`) ? found : null;
};
