import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stop } from 'esbuild';
import {
  BUNDLE_FILE,
  type BundleSpec,
  type Folders,
  PROJECT_FOLDER,
  writeBundle,
} from '#infra/bundling.ts';
import { bundleDigest, type KnownHashes } from './bundle-digest.ts';
import { removeOldBundles } from './old-bundles.ts';

type Spec = BundleSpec;
type Job = { readonly name: string; readonly spec: Spec; readonly known: KnownHashes } & Folders;

const inputsFile = ({ outFolder, name }: Job): string => join(outFolder, name, 'inputs.json');

/** The bundle of these very sources, if it was made before; the list of sources is that of the last build. */
const freshBundle = async (job: Job): Promise<string | null> => {
  try {
    const inputs: string[] = JSON.parse(await readFile(inputsFile(job), 'utf8'));
    const folder = join(job.outFolder, job.name, await bundleDigest(job, inputs));
    return existsSync(join(folder, BUNDLE_FILE)) ? folder : null;
  } catch {
    return null; // Never built, or a source is gone.
  }
};

/** Written aside and renamed, so that stacks that start at once may share the folder. */
const build = async (job: Job): Promise<string> => {
  const aside = join(job.outFolder, job.name, `${randomUUID()}.partial`);
  const { inputs } = await writeBundle(job.spec, { ...job, outFolder: aside });
  const folder = join(job.outFolder, job.name, await bundleDigest(job, inputs));
  await writeFile(`${aside}.json`, JSON.stringify(inputs));
  await rename(`${aside}.json`, inputsFile(job));
  await rename(aside, folder).catch(() => rm(aside, { recursive: true, force: true }));
  return folder;
};

const bundleFunction = async (job: Job): Promise<string> => {
  const folder = (await freshBundle(job)) ?? (await build(job));
  const now = new Date();
  await utimes(folder, now, now);
  await removeOldBundles(join(job.outFolder, job.name), now);
  return folder;
};

let going = 0;

/**
 * Bundles functions, each into a folder of its own below `outFolder`, named by what went into it; what is there
 * already is not built again. Gives the folder of each. Throws esbuild's BuildFailure.
 */
export const bundleFunctions = async <N extends string>(
  specs: Record<N, Spec>,
  { outFolder, projectFolder = PROJECT_FOLDER }: Folders,
): Promise<Record<N, string>> => {
  const known: KnownHashes = new Map();
  const bundle = async ([name, spec]: [string, Spec]): Promise<[string, string]> => {
    await mkdir(join(outFolder, name), { recursive: true });
    return [name, await bundleFunction({ name, spec, known, outFolder, projectFolder })];
  };
  going += 1;
  try {
    const entries = await Promise.all(Object.entries<Spec>(specs).map(bundle));
    return Object.fromEntries(entries) as Record<N, string>;
  } finally {
    going -= 1;
    // esbuild's own process would stay as long as ours.
    if (going === 0) await stop();
  }
};
