import { readFile, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { InlineConfig, Rolldown } from 'vite';

type Folders = { readonly outFolder: string; readonly projectFolder: string };

const compress = promisify(gzip);

/** Where a bundle has its page. */
const BUILT = 'built';

/** Everything is said here: neither a configuration file nor the environment has a say. */
const configOf = (root: string, outDir: string): InlineConfig => ({
  root,
  configFile: false,
  envFile: false,
  publicDir: false,
  logLevel: 'silent',
  mode: 'production',
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2023',
    // What the policy of the page forbids: data: URLs and inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});

const isOwn = (id: string): boolean => isAbsolute(id) && !id.includes('/node_modules/');

/** The sources that went in, relative to the project. */
const sourcesOf = (
  built: Awaited<ReturnType<typeof import('vite').build>>,
  projectFolder: string,
): string[] => {
  const outputs = [built].flat() as Rolldown.RolldownOutput[];
  const chunks = outputs.flatMap(({ output }) => output).filter(({ type }) => type === 'chunk');
  const modules = (chunks as Rolldown.OutputChunk[]).flatMap(({ moduleIds }) => moduleIds);
  return modules
    .map((id) => id.replace(/[?#].*$/, ''))
    .filter(isOwn)
    .map((id) => relative(projectFolder, id));
};

const namesOf = (built: Awaited<ReturnType<typeof import('vite').build>>): string[] =>
  ([built].flat() as Rolldown.RolldownOutput[]).flatMap(({ output }) =>
    output.map(({ fileName }) => fileName),
  );

/** Kept compressed alone: there is no browser that would ask for anything else. */
const compressAsset = async (path: string): Promise<void> => {
  const level = constants.Z_BEST_COMPRESSION;
  await writeFile(`${path}.gz`, await compress(await readFile(path), { level }));
  await rm(path);
};

/** Builds a page into a bundle; gives the sources it was made of, relative to the project. Throws what Vite throws. */
export const writePage = async (
  page: string,
  { outFolder, projectFolder }: Folders,
): Promise<string[]> => {
  const root = join(projectFolder, page);
  const outDir = join(outFolder, page, BUILT);
  // Loaded here, since most bundles have no page.
  const { build } = await import('vite');
  const built = await build(configOf(root, outDir));
  const assets = namesOf(built).filter((name) => name.startsWith('assets/'));
  await Promise.all(assets.map((name) => compressAsset(join(outDir, name))));
  // How JSX is read is said in the page's own tsconfig.json.
  const read = ['index.html', 'tsconfig.json'].map((name) => join(page, name));
  return [...read, ...sourcesOf(built, projectFolder)];
};
