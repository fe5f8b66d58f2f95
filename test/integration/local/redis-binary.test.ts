import { chmod, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { redisBinary } from '#infra/local/redis-binary.ts';
import { runCommand } from '#infra/local/run-command.ts';
import { useTempFolder } from '#test/support/temp-folder.ts';

const folder = await useTempFolder();
const programs = join(folder, 'programs');
const cache = join(folder, 'cache');
/** All of the machine's programs that the work itself needs, so that its own redis-server, if any, is out of sight. */
const NEEDED = ['cat', 'chmod', 'cp', 'flock', 'mkdir', 'rm', 'sh', 'touch'];

const place = async (name: string, script: string): Promise<void> => {
  await writeFile(join(programs, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(programs, name), 0o755);
};

/** apt-get and dpkg as they behave; what they "download" are two packages, the server and a library. */
const placeDebian = async ({ lists }: { lists: 'fresh' | 'stale' }): Promise<void> => {
  await place(
    'apt-get',
    `case "$*" in
      *update*) touch "${folder}/updated" ;;
      *--simulate*) echo 'Inst liblzf1 (3.6-3 Debian:12 [amd64])'; echo 'Inst redis-server (5:7.0 Debian:12 [amd64])' ;;
      *download*)
        [ "${lists}" = fresh ] || [ -e "${folder}/updated" ] || { echo '404 Not Found' >&2; exit 100; }
        echo download >> "${folder}/downloads"
        shift; for name in "$@"; do case $name in lib*|redis*) echo "$name" > "$name.deb" ;; esac; done ;;
    esac`,
  );
  await place(
    'dpkg',
    `[ "$1" = -x ] || exit 2
    case "$(cat "$2")" in
      liblzf1) mkdir -p "$3/usr/lib/x86_64-linux-gnu"; echo 7.0 > "$3/usr/lib/x86_64-linux-gnu/version" ;;
      redis-server) mkdir -p "$3/usr/bin"
        printf '#!/bin/sh\\nread v < "$LD_LIBRARY_PATH/version" && echo "Redis server v=$v"\\n' > "$3/usr/bin/redis-server"
        chmod 755 "$3/usr/bin/redis-server" ;;
    esac`,
  );
};

const versionOf = async (): Promise<string> => {
  const { command, env } = await redisBinary();
  return runCommand({ command, args: ['--version'], env });
};

const downloads = async (): Promise<number> => {
  const lines = await readFile(join(folder, 'downloads'), 'utf8').catch(() => '');
  return lines.split('\n').length - 1;
};

beforeEach(async () => {
  await mkdir(programs);
  for (const name of NEEDED) {
    const path = (
      await runCommand({
        command: 'sh',
        args: ['-c', `command -v ${name}`],
        env: { PATH: '/usr/bin:/bin' },
      })
    ).trim();
    await symlink(path, join(programs, name));
  }
  vi.stubEnv('PATH', programs);
  vi.stubEnv('NETSWEEP_CACHE', cache);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true });
});

test.each(['redis-server', 'valkey-server'])('a %s on the PATH is used as it is', async (name) => {
  await place(name, 'echo "installed"');
  expect(await versionOf()).toBe('installed\n');
  expect((await redisBinary()).command).toBe(name);
});

test('without one, Debian’s packages are unpacked into the cache folder, once for all who ask', async () => {
  await placeDebian({ lists: 'fresh' });
  expect(await Promise.all([versionOf(), versionOf(), versionOf()])).toEqual(
    Array(3).fill('Redis server v=7.0\n'),
  );
  expect(await downloads()).toBe(1);
  expect((await readdir(cache)).filter((name) => !name.endsWith('.lock'))).toHaveLength(1);
});

test('lists that are too old are renewed in a place of our own', async () => {
  await placeDebian({ lists: 'stale' });
  expect(await versionOf()).toBe('Redis server v=7.0\n');
  expect(await readdir(folder)).toContain('updated');
});

test('an unpacked server that no longer runs is fetched again', async () => {
  await placeDebian({ lists: 'fresh' });
  const { env } = await redisBinary();
  await rm(join(env.LD_LIBRARY_PATH ?? '', 'version'));
  expect(await versionOf()).toBe('Redis server v=7.0\n');
  expect(await downloads()).toBe(2);
});

test('where nothing helps, one line says what to do', async () => {
  await expect(redisBinary()).rejects.toThrow(
    /^Redis is missing and Debian's package could not be fetched; install redis-server or valkey-server \(.*\)$/,
  );
  await place('apt-get', 'echo "E: Could not resolve deb.debian.org" >&2; exit 100');
  await expect(redisBinary()).rejects.toThrow(/Could not resolve deb\.debian\.org/);
});
