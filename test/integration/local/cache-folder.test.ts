import { chmod, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { cacheFolder } from '#infra/local/cache-folder.ts';
import { isOpenToAll } from '#infra/local/open-to-all.ts';
import { useTempFolder } from '#test/support/temp-folder.ts';

const folder = await useTempFolder();
const isRoot = process.getuid?.() === 0;

afterEach(() => vi.unstubAllEnvs());

test('it is the one that NETSWEEP_CACHE names, made if missing', async () => {
  vi.stubEnv('NETSWEEP_CACHE', join(folder, 'named', 'cache'));
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'xdg'));
  expect(await cacheFolder()).toBe(join(folder, 'named', 'cache'));
  expect((await stat(join(folder, 'named', 'cache'))).isDirectory()).toBe(true);
});

test('else it is netsweep in XDG_CACHE_HOME, unless that is not absolute, else in ~/.cache', async () => {
  vi.stubEnv('NETSWEEP_CACHE', undefined);
  vi.stubEnv('HOME', folder);
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'xdg'));
  expect(await cacheFolder()).toBe(join(folder, 'xdg', 'netsweep'));
  vi.stubEnv('XDG_CACHE_HOME', 'relative');
  expect(await cacheFolder()).toBe(join(folder, '.cache', 'netsweep'));
  vi.stubEnv('XDG_CACHE_HOME', undefined);
  expect(await cacheFolder()).toBe(join(folder, '.cache', 'netsweep'));
});

test('a closed home is no place for root, whose Postgres is another user', async () => {
  const home = join(folder, 'closed');
  await mkdir(home, { mode: 0o700 });
  vi.stubEnv('NETSWEEP_CACHE', undefined);
  vi.stubEnv('XDG_CACHE_HOME', undefined);
  vi.stubEnv('HOME', home);
  const found = await cacheFolder();
  expect(found).toBe(isRoot ? '/var/cache/netsweep' : join(home, '.cache', 'netsweep'));
  expect(await isOpenToAll(found)).toBe(isRoot);
});

test('a folder that cannot be had is one clear line', async () => {
  vi.stubEnv('NETSWEEP_CACHE', '/dev/null/cache');
  await expect(cacheFolder()).rejects.toThrow(
    'no usable cache folder (tried /dev/null/cache): name one in NETSWEEP_CACHE',
  );
});

test('a path is open to all when each folder on it can be traversed', async () => {
  const inner = join(folder, 'a', 'b');
  await mkdir(inner, { recursive: true });
  await chmod(join(folder, 'a'), 0o755);
  await chmod(inner, 0o711);
  expect(await isOpenToAll(inner)).toBe(true);
  expect(await isOpenToAll(join(inner, 'still', 'missing'))).toBe(true);
  await chmod(join(folder, 'a'), 0o750);
  expect(await isOpenToAll(inner)).toBe(false);
});
