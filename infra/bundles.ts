import { join } from 'node:path';
import type { FunctionName } from '#shared/runtime/environment.ts';
import { writeBundle } from './bundling.ts';
import { functions } from './functions.ts';

/** What runs on AWS: the functions, and the one that a deploy itself runs. */
const bundled = { ...functions, 'call-migrate': { entry: 'infra/deploy/call-migrate.ts' } };

export type BundleName = FunctionName | 'call-migrate';
export const BUNDLE_NAMES = Object.keys(bundled) as BundleName[];

/** Where the bundle of that name lies among others. */
export type BundleFolder = (name: BundleName) => string;

/** Writes every bundle into a folder of its own under `root`. Throws esbuild's BuildFailure. */
export const writeBundles = async (root: string): Promise<BundleFolder> => {
  const folderOf: BundleFolder = (name) => join(root, name);
  await Promise.all(
    BUNDLE_NAMES.map((name) =>
      writeBundle({ ...bundled[name], architecture: 'arm64' }, { outFolder: folderOf(name) }),
    ),
  );
  return folderOf;
};
