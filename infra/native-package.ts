import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Packages that bring machine code in a package of its own for each platform. */
export type NativePackage = 'koffi';
export type Architecture = 'x64' | 'arm64';

const NAMES: Record<NativePackage, (architecture: Architecture) => string> = {
  koffi: (architecture) => `@koromix/koffi-linux-${architecture}`,
};
/** The build for glibc, which both Lambda and Debian have; the package brings one for musl too. */
const BUILD: Record<NativePackage, (architecture: Architecture) => string> = {
  koffi: (architecture) => `linux_${architecture}`,
};
const PROJECT = join(import.meta.dirname, '..');
/** Belongs to what is installed, and goes with it. */
const CACHE = join(PROJECT, 'node_modules', '.cache', 'netsweep');

const run = promisify(execFile);

export const ownArchitecture = (): Architecture => (process.arch === 'arm64' ? 'arm64' : 'x64');

type Locked = { readonly version: string; readonly integrity: string };

/** npm installs only what fits this machine, but locks every platform's package. */
const lockedPackage = async (name: string): Promise<Locked> => {
  const { packages } = JSON.parse(await readFile(join(PROJECT, 'package-lock.json'), 'utf8'));
  const locked: Locked | undefined = packages[`node_modules/${name}`];
  if (locked === undefined) throw new Error(`${name} is not in package-lock.json`);
  return locked;
};

const unpack = async (
  name: string,
  { version, integrity }: Locked,
  into: string,
): Promise<void> => {
  const options = { cwd: into };
  await run('npm', ['pack', '--silent', '--ignore-scripts', `${name}@${version}`], options);
  const [archive = ''] = (await readdir(into)).filter((file) => file.endsWith('.tgz'));
  const digest = createHash('sha512').update(await readFile(join(into, archive)));
  if (`sha512-${digest.digest('base64')}` !== integrity)
    throw new Error('it is not the package that package-lock.json names');
  await run('tar', ['-xzf', archive], options);
};

/** Fetches a package that npm did not install here; one that was fetched before is taken from the cache. */
const fetched = async (name: string, cache: string): Promise<string> => {
  const locked = await lockedPackage(name);
  const folder = join(cache, `${name.replaceAll('/', '-')}-${locked.version}`);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const aside = await mkdtemp(join(cache, 'fetching-'));
  try {
    await unpack(name, locked, aside);
    // Whoever fetched it at the same time has the same.
    await rename(join(aside, 'package'), folder).catch((error) => {
      if (!existsSync(folder)) throw error;
    });
    return folder;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`the bundle needs ${name}, which npm could not bring: ${why}`, { cause });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
};

/** Copies a package's machine code for one architecture to where the bundle's require() finds it. */
export const copyNative = async (
  native: NativePackage,
  architecture: Architecture,
  bundleFolder: string,
  cache = CACHE,
): Promise<void> => {
  const name = NAMES[native](architecture);
  const installed = join(PROJECT, 'node_modules', name);
  const from = existsSync(installed) ? installed : await fetched(name, cache);
  const to = join(bundleFolder, 'node_modules', name);
  await mkdir(to, { recursive: true });
  for (const part of ['package.json', 'index.js', BUILD[native](architecture)])
    await cp(join(from, part), join(to, part), { recursive: true });
};
