import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type FileLock, lockFile, withFileLock } from '#infra/local/file-lock.ts';
import { startDoomedParent } from '#test/support/doomed-parent.ts';
import { useTempFolder } from '#test/support/temp-folder.ts';

const folder = await useTempFolder();

const take = async (path: string): Promise<FileLock> => {
  const lock = await lockFile(path, { wait: false });
  if (lock === null) throw new Error('the lock is held by somebody');
  return lock;
};

test('a lock is held by one at a time and can be taken again once released', async () => {
  const path = join(folder, 'one');
  const lock = await take(path);
  expect(await lockFile(path, { wait: false })).toBeNull();
  await lock.release();
  await (await take(path)).release();
});

test('the lock of a process that is killed is free at once', async () => {
  const path = join(folder, 'killed');
  const holder = await startDoomedParent(`
    import { lockFile } from '#infra/local/file-lock.ts';
    tell(await lockFile(${JSON.stringify(path)}, { wait: false }) !== null);
  `);
  expect(holder.told).toBe(true);
  expect(await lockFile(path, { wait: false })).toBeNull();
  await holder.kill();
  const next = await lockFile(path, { wait: true });
  expect(next).not.toBeNull();
  await next?.release();
});

test('work under a lock never overlaps, and a failure releases it', async () => {
  const path = join(folder, 'work');
  let working = 0;
  let most = 0;
  const work = async () => {
    working += 1;
    most = Math.max(most, working);
    await sleep(5);
    working -= 1;
    throw new Error('failed');
  };
  const all = await Promise.allSettled([1, 2, 3, 4].map(() => withFileLock(path, work)));
  expect(all.map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
  expect(most).toBe(1);
});

test('a lock in a folder that is not there is an error, not a wait', async () => {
  await expect(lockFile(join(folder, 'no', 'lock'), { wait: true })).rejects.toThrow('cannot lock');
});
