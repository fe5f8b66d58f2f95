import { access, chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { postgresFolder, postgresUser } from './postgres-folder.ts';
import { runCommand } from './run-command.ts';
import type { UserIds } from './tied-to-parent.ts';

export type Cluster = {
  /** Postgres's own data folder. */
  readonly folder: string;
  /** Where its programs are. */
  readonly binaries: string;
  readonly asUser: UserIds | undefined;
  readonly env: NodeJS.ProcessEnv;
};

type Wanted = {
  readonly dataFolder: string;
  readonly binaries: string;
  readonly password: string;
  readonly durable: boolean;
};

const initArgs = (folder: string, passwordFile: string, durable: boolean): string[] => [
  ...(durable ? [] : ['--no-sync']),
  `--pgdata=${folder}`,
  `--pwfile=${passwordFile}`,
  '--username=netsweep',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--no-instructions',
];

const own = async (path: string, user: UserIds | undefined): Promise<void> => {
  if (user !== undefined) await chown(path, user.uid, user.gid);
};

const initialise = async (cluster: Cluster, { password, durable }: Wanted): Promise<void> => {
  const { binaries, folder, asUser, env } = cluster;
  const unfinished = `${folder}.new`;
  const passwordFile = `${folder}.password`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await own(unfinished, asUser);
  try {
    await writeFile(passwordFile, password, { mode: 0o600 });
    await own(passwordFile, asUser);
    await runCommand({
      command: join(binaries, 'bin', 'initdb'),
      args: initArgs(unfinished, passwordFile, durable),
      env,
      cwd: '/',
      ...(asUser && { asUser }),
    });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(unfinished, folder);
};

/** The cluster of a data folder, initialised if it is not there; half an initialisation never counts. */
export const openCluster = async (wanted: Wanted): Promise<Cluster> => {
  const { dataFolder, binaries } = wanted;
  const folder = join(await postgresFolder(dataFolder), 'cluster');
  const env = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
  const cluster = { folder, binaries, env, asUser: await postgresUser(folder) };
  const exists = await access(folder).then(
    () => true,
    () => false,
  );
  if (!exists) await initialise(cluster, wanted);
  return cluster;
};

/** Sets the password in a cluster whose server is not running. */
export const setPassword = async (cluster: Cluster, password: string): Promise<void> => {
  const quoted = `'${password.replaceAll("'", "''")}'`;
  await runCommand({
    command: join(cluster.binaries, 'bin', 'postgres'),
    args: ['--single', '-D', cluster.folder, 'postgres'],
    input: `ALTER ROLE netsweep PASSWORD ${quoted}\n`,
    env: cluster.env,
    cwd: '/',
    ...(cluster.asUser && { asUser: cluster.asUser }),
  });
};
