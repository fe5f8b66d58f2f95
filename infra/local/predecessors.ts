import { readdir, readFile, readlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Processes of a program that have the folder as their working directory, as both servers make it with their data. */
const workersIn = async (folder: string, programs: readonly string[]): Promise<number[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const working = await Promise.all(
    pids.map(async (pid) => {
      // Unreadable: another user's, or gone by now. A zombie has no working directory.
      const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => null);
      if (cwd !== folder) return [];
      const program = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
      return programs.includes(program.trim()) ? [Number(pid)] : [];
    }),
  );
  return working.flat();
};

const send = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone in the meantime.
  }
};

type Server = { readonly programs: readonly string[]; readonly signal: NodeJS.Signals };

/**
 * Waits until nobody works on a server's data any more. A stack that died takes its servers along, but they need a moment; one
 * that does not go is sent the signal. The caller holds the lock of the data folder, so that no live stack's server is meant.
 *
 * @param folder absolute, without symlinks
 */
export const awaitPredecessors = async (folder: string, server: Server): Promise<void> => {
  for (let waitedMs = 0; waitedMs < 10_000; waitedMs += 50) {
    const pids = await workersIn(folder, server.programs);
    if (pids.length === 0) return;
    if (waitedMs === 2000) for (const pid of pids) send(pid, server.signal);
    await sleep(50);
  }
  throw new Error(`another ${server.programs[0]} does not leave ${folder}`);
};
