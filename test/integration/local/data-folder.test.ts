import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockDataFolder, resetDataFolder } from '#infra/local/data-folder.ts';
import { type Endpoints, readEndpoints, writeEndpoints } from '#infra/local/endpoints.ts';
import { startDoomedParent } from '#test/support/doomed-parent.ts';
import { useTempFolder } from '#test/support/temp-folder.ts';

const folder = await useTempFolder();

const endpoints: Endpoints = {
  pid: process.pid,
  api: 'http://127.0.0.1:8080',
  token: 'secret',
  redis: 'redis://:pw@127.0.0.1:1/0',
  postgres: 'postgresql://netsweep:pw@127.0.0.1:2/netsweep',
  upstash: 'http://127.0.0.1:3',
  neon: 'http://127.0.0.1:4/sql',
  lambda: 'http://127.0.0.1:5',
};

test('a data folder is made if missing and belongs to one stack at a time', async () => {
  const path = join(folder, 'new', 'data');
  const data = await lockDataFolder(path);
  expect(data.path).toBe(path);
  await expect(lockDataFolder(path)).rejects.toThrow(`another stack uses the data folder ${path}`);
  await writeEndpoints(path, endpoints);
  await expect(lockDataFolder(path)).rejects.toThrow(`(process ${process.pid})`);
  await data.release();
  await (await lockDataFolder(path)).release();
});

test('endpoints are for their user alone, written whole, and gone after the release', async () => {
  const path = join(folder, 'endpoints');
  const data = await lockDataFolder(path);
  await writeEndpoints(path, endpoints);
  await writeEndpoints(path, { ...endpoints, token: 'newer' });
  expect((await stat(join(path, 'endpoints.json'))).mode & 0o777).toBe(0o600);
  expect(await readEndpoints(path)).toEqual({ ...endpoints, token: 'newer' });
  expect((await readdir(path)).toSorted()).toEqual(['endpoints.json', 'lock']);
  await data.release();
  expect(await readEndpoints(path)).toBeNull();
  expect(await readdir(path)).toEqual(['lock']);
});

test('a stack that was killed leaves a folder that says nothing and can be taken over', async () => {
  const path = join(folder, 'killed');
  const stack = await startDoomedParent(`
    import { lockDataFolder } from '#infra/local/data-folder.ts';
    import { writeEndpoints } from '#infra/local/endpoints.ts';
    await lockDataFolder(${JSON.stringify(path)});
    await writeEndpoints(${JSON.stringify(path)}, { ...${JSON.stringify(endpoints)}, pid: process.pid });
    tell('up');
  `);
  expect((await readEndpoints(path))?.pid).toBe(stack.pid);
  await expect(lockDataFolder(path)).rejects.toThrow(`(process ${stack.pid})`);
  await stack.kill();
  expect(await readEndpoints(path)).toBeNull();
  await expect.poll(() => lockDataFolder(path).then((data) => data.release())).toBeUndefined();
});

test('no folder, no file, or a file of another version: there is no stack to speak to', async () => {
  expect(await readEndpoints(join(folder, 'nowhere'))).toBeNull();
  const path = join(folder, 'other');
  await mkdir(path);
  expect(await readEndpoints(path)).toBeNull();
  await writeFile(join(path, 'endpoints.json'), '{"pid": 1');
  expect(await readEndpoints(path)).toBeNull();
  await writeFile(join(path, 'endpoints.json'), JSON.stringify({ pid: process.pid }));
  expect(await readEndpoints(path)).toBeNull();
});

test('a reset removes what the stores keep, but not under a live stack', async () => {
  const path = join(folder, 'reset');
  const data = await lockDataFolder(path);
  await mkdir(join(path, 'redis'));
  await mkdir(join(path, 'postgres', 'cluster'), { recursive: true });
  await expect(resetDataFolder(path)).rejects.toThrow('another stack');
  await data.release();
  await resetDataFolder(path);
  expect(await readdir(path)).toEqual(['lock']);
});
