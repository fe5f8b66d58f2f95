import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './is-alive.ts';

const LOOK_EVERY_MS = 200;

const folderOf = (data: string): string => join(data, 'guests');

/** Says that this process uses a stack that another one started; gives what takes it back. */
export const enterAsGuest = async (data: string): Promise<() => Promise<void>> => {
  const mark = join(folderOf(data), String(process.pid));
  await mkdir(folderOf(data), { recursive: true, mode: 0o700 });
  await writeFile(mark, '', { mode: 0o600 });
  return () => rm(mark, { force: true });
};

const guestsOf = async (data: string): Promise<number[]> => {
  const names = await readdir(folderOf(data)).catch(() => []);
  return names.map(Number).filter((pid) => pid > 0 && pid !== process.pid && isAlive(pid));
};

/** Resolves when no other process uses the stack of this folder, or at once when the signal is aborted. */
export const waitForGuests = async (
  data: string,
  signal: AbortSignal,
  onWait: (pids: readonly number[]) => void,
): Promise<void> => {
  for (let waited = false; !signal.aborted; waited = true) {
    const guests = await guestsOf(data);
    if (guests.length === 0) return;
    if (!waited) onWait(guests);
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
  }
};
