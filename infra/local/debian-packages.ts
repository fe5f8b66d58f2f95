import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './run-command.ts';

/** apt is the machine's own tool: it sees the proxy settings and all else of our environment. */
const runIn = (cwd: string, command: string, args: readonly string[]): Promise<string> =>
  runCommand({ command, args, cwd, env: { ...process.env, LC_ALL: 'C' } });

/** Names of the packages that this machine lacks to install that one, itself included. */
const missingPackages = async (name: string, options: string[], cwd: string): Promise<string[]> => {
  const said = await runIn(cwd, 'apt-get', [
    ...options,
    '--simulate',
    '--no-install-recommends',
    'install',
    name,
  ]);
  return [...said.matchAll(/^Inst (\S+)/gm)].flatMap(([, found]) => found ?? []);
};

const download = async (name: string, options: string[], into: string): Promise<void> => {
  const names = await missingPackages(name, options, into);
  if (names.length === 0) throw new Error(`${name} seems installed, but its program is not found`);
  await runIn(into, 'apt-get', [...options, 'download', ...names]);
};

/** The machine's package lists may be empty or too old; without being root, only lists of our own can be renewed. */
const downloadByOwnLists = async (name: string, into: string): Promise<void> => {
  const lists = join(into, 'lists');
  const cache = join(into, 'cache');
  await Promise.all(
    [lists, cache].map((folder) => mkdir(join(folder, 'partial'), { recursive: true })),
  );
  const options = ['-o', `Dir::State::lists=${lists}`, '-o', `Dir::Cache=${cache}`];
  // One unreachable source among several does not matter as long as the download works.
  await runIn(into, 'apt-get', [...options, 'update']).catch(() => {});
  await download(name, options, into);
};

/**
 * Unpacks a Debian package, and what it depends on and this machine lacks, into a folder, without installing anything.
 * Needs no root. Throws when apt or its sources are out of reach.
 */
export const unpackDebianPackage = async (name: string, folder: string): Promise<void> => {
  const downloads = join(folder, '.downloads');
  await mkdir(downloads, { recursive: true });
  await download(name, [], downloads).catch(() => downloadByOwnLists(name, downloads));
  const packages = (await readdir(downloads)).filter((file) => file.endsWith('.deb'));
  for (const file of packages) await runIn(downloads, 'dpkg', ['-x', file, folder]);
};
