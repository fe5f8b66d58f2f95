import { createHash, hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { version } from 'esbuild';
import type { BundleSpec } from '#infra/bundling.ts';

/** Functions share most of their sources: each is read once. */
export type KnownHashes = Map<string, string>;

type Source = {
  readonly spec: BundleSpec;
  readonly projectFolder?: string;
  readonly known: KnownHashes;
};

/** What decides how the sources are bundled, beside themselves. */
const RULES = ['bundling.ts', 'keep-own-urls.ts', 'native-package.ts', 'page-bundle.ts'].map(
  (file) => join(import.meta.dirname, '..', file),
);
const CONFIGURATION = ['package.json', 'package-lock.json', 'tsconfig.json'];

const hashOf = (path: string, known: KnownHashes): string => {
  const hashed = known.get(path) ?? hash('sha256', readFileSync(path));
  known.set(path, hashed);
  return hashed;
};

const filesBelow = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((file) => join(file.parentPath, file.name));
};

/**
 * One digest of all that a bundle is made of: names and bytes of its sources and assets, the rules of bundling and
 * esbuild itself. `inputs` are relative to the project. Throws where one of them is gone.
 */
export const bundleDigest = async (
  { spec, projectFolder = '', known }: Source,
  inputs: readonly string[],
): Promise<string> => {
  const inProject = (file: string): string => join(projectFolder, file);
  const assets = await Promise.all(
    (spec.assets ?? []).map((folder) => filesBelow(inProject(folder))),
  );
  const configuration = CONFIGURATION.map(inProject).filter((path) => existsSync(path));
  const paths = [...RULES, ...configuration, ...inputs.map(inProject), ...assets.flat().sort()];
  const { entry, workers = [], natives = [], page = '', architecture = '' } = spec;
  const made = [version, entry, ...workers, ...natives, page, architecture].join('\0');
  const digest = createHash('sha256').update(`${made}\n`);
  for (const path of paths) digest.update(`${path}\0${hashOf(path, known)}\n`);
  return digest.digest('hex').slice(0, 32);
};
