import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join, parse, relative, resolve } from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import type { FunctionSpec } from '#infra/functions.ts';
import { environmentCredentials } from './environment-credentials.ts';
import { keepOwnUrls } from './keep-own-urls.ts';
import { type Architecture, copyNative, ownArchitecture } from './native-package.ts';
import { noBrowsers } from './no-browsers.ts';
import { writePage } from './page-bundle.ts';
import { serviceNamesOnly } from './service-names-only.ts';

/** What Lambda is told to run: the export `handler` of the bundle's `index.mjs`. */
export const HANDLER = 'index.handler';
export const BUNDLE_FILE = 'index.mjs';
export const PROJECT_FOLDER = resolve(import.meta.dirname, '..');

export type Folders = { readonly outFolder: string; readonly projectFolder?: string };
/** What is bundled, and the processor it is for: this machine's where none is named. */
export type BundleSpec = Omit<FunctionSpec, 'memoryMb' | 'timeoutSeconds'> & {
  readonly architecture?: Architecture;
};
export type Bundle = {
  readonly folder: string;
  /** Bytes of JavaScript; source maps and assets are not counted. */
  readonly codeBytes: number;
  /** Every source file that went in, relative to the project. */
  readonly inputs: readonly string[];
};

/**
 * The one set of esbuild options, for AWS and one machine alike: minified ESM for Node 24 with source maps. What is
 * imported lazily stays in files of its own, which shortens cold starts. The output depends on the sources alone, not on
 * where they or the bundle lie: the pretended output folder is the project, so that a source map says `functions/api/handler.ts`.
 */
const bundlingOptions = (
  entry: string,
  projectFolder = PROJECT_FOLDER,
  workers: readonly string[] = [],
) =>
  ({
    absWorkingDir: projectFolder,
    entryPoints: {
      index: entry,
      ...Object.fromEntries(workers.map((path) => [parse(path).name, path])),
    },
    outdir: projectFolder,
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    // The ES modules of packages that ship both: only these can be shaken.
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'silent',
    // CommonJS dependencies call require() for what Node brings.
    banner: {
      js: "import{createRequire as netsweepRequire}from'node:module';const require=netsweepRequire(import.meta.url);",
    },
    plugins: [keepOwnUrls(projectFolder), serviceNamesOnly, environmentCredentials, noBrowsers],
  }) as const satisfies BuildOptions;

const codeBytesOf = ({ outputs }: Metafile): number =>
  Object.entries(outputs)
    .filter(([path]) => path.endsWith('.mjs'))
    .reduce((sum, [, { bytes }]) => sum + bytes, 0);

/**
 * Bundles one function into a folder: its code, its workers', its assets at the same relative paths, its page and the machine
 * code of its packages. Throws esbuild's BuildFailure, and where machine code cannot be had.
 */
export const writeBundle = async (
  {
    entry,
    assets = [],
    workers = [],
    natives = [],
    page,
    architecture = ownArchitecture(),
  }: BundleSpec,
  { outFolder, projectFolder = PROJECT_FOLDER }: Folders,
): Promise<Bundle> => {
  const { outputFiles, metafile } = await build(bundlingOptions(entry, projectFolder, workers));
  await mkdir(outFolder, { recursive: true });
  for (const { path, contents } of outputFiles) {
    await writeFile(join(outFolder, relative(projectFolder, path)), contents);
  }
  for (const asset of assets) {
    await cp(join(projectFolder, asset), join(outFolder, asset), { recursive: true });
  }
  for (const name of natives) await copyNative(name, architecture, outFolder);
  const pageInputs = page === undefined ? [] : await writePage(page, { outFolder, projectFolder });
  const inputs = [...new Set([...Object.keys(metafile.inputs), ...pageInputs])].sort();
  return { folder: outFolder, codeBytes: codeBytesOf(metafile), inputs };
};
