import { once } from 'node:events';
import { endOf, spawnChild, stop } from './child.ts';

export type FileLock = { readonly release: () => Promise<void> };

const CONFLICT = 75;

/**
 * Takes the lock on a file (made if missing, left behind), or gives null when somebody holds it and `wait` is false.
 * The kernel's flock, held by a child that dies with us: no stale locks, whatever happens to this process.
 */
export const lockFile = async (
  path: string,
  { wait }: { wait: boolean },
): Promise<FileLock | null> => {
  const options = wait ? [] : ['--nonblock'];
  const child = spawnChild({
    command: 'flock',
    args: [...options, '--conflict-exit-code', String(CONFLICT), '--no-fork', path, 'cat'],
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // cat runs, and so echoes, once the lock is held; it ends with its input even where nothing else kills it.
  child.stdin?.on('error', () => {}).write('held\n');
  const held = child.stdout === null ? Promise.resolve([]) : once(child.stdout, 'data');
  const exit = await Promise.race([held.then(() => null), endOf(child)]);
  if (exit === null)
    return { release: async () => void (await stop(child, { signal: 'SIGKILL' })) };
  if (exit.code === CONFLICT) return null;
  throw new Error(`cannot lock ${path}: flock (util-linux) ended with ${exit.code}`);
};

/** Does the work while holding the lock on a file, waiting for it as long as it takes. */
export const withFileLock = async <T>(path: string, work: () => Promise<T>): Promise<T> => {
  const lock = await lockFile(path, { wait: true });
  try {
    return await work();
  } finally {
    await lock?.release();
  }
};
