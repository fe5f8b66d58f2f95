import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { LiveStack, Local } from './local.ts';

const LAUNCHER = fileURLToPath(new URL('./netsweep.mjs', import.meta.url));
const LOOK_EVERY_MS = 200;
const LONGEST_WAIT_MS = 120_000;

/** A process of its own that outlives this one; what it says goes to a file in the data folder. */
const spawnUp = async (data: string, log: string): Promise<ChildProcess> => {
  await mkdir(data, { recursive: true });
  const file = await open(log, 'w', 0o600);
  try {
    const args = [LAUNCHER, 'up', '--port', '0', '--data', data];
    const stdio = ['ignore', file.fd, file.fd] as const;
    const child = spawn(process.execPath, args, { detached: true, stdio: [...stdio] });
    child.on('error', () => {});
    child.unref();
    return child;
  } finally {
    await file.close();
  }
};

const whyItEnded = async (log: string): Promise<Error> => {
  const said = (await readFile(log, 'utf8')).trim().split('\n').at(-1) ?? '';
  return new Error(`the stack did not start: ${said.replace(/^error: /, '')} (${log})`);
};

const waitFor = async (
  find: () => ReturnType<Local['find']>,
  { child, log, signal }: { child: ChildProcess; log: string; signal: AbortSignal },
): Promise<LiveStack> => {
  const lastTryMs = performance.now() + LONGEST_WAIT_MS;
  while (performance.now() < lastTryMs) {
    const live = await find();
    if (live !== null) return live;
    if (child.exitCode !== null || child.pid === undefined) throw await whyItEnded(log);
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
  throw new Error(`the stack did not start within ${LONGEST_WAIT_MS / 1000} s (${log})`);
};

/** Starts a stack that goes on when this process has ended, on ports the system chooses; an interrupted start is undone. */
export const startDetached = async (
  { find }: Pick<Local, 'find'>,
  data: string,
  signal: AbortSignal,
): Promise<LiveStack> => {
  const log = join(data, 'up.log');
  const child = await spawnUp(data, log);
  try {
    return await waitFor(() => find(data), { child, log, signal });
  } catch (error) {
    child.kill('SIGTERM');
    throw error;
  }
};
