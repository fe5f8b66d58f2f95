import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether a process is there and at work; a zombie is not. */
export const isRunning = async (pid: number): Promise<boolean> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && stat.slice(stat.lastIndexOf(')') + 2)[0] !== 'Z';
};

/** Those of the processes that are still running when the time is over, or none as soon as all are gone. */
export const survivors = async (pids: number[], withinMs: number): Promise<number[]> => {
  const until = Date.now() + withinMs;
  for (;;) {
    const running = await Promise.all(pids.map(isRunning));
    const left = pids.filter((_, index) => running[index]);
    if (left.length === 0 || Date.now() > until) return left;
    await sleep(20);
  }
};

/** Pids of all descendants of a process. */
export const descendantsOf = async (pid: number): Promise<number[]> => {
  const tasks = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const children = tasks.split(' ').filter(Boolean).map(Number);
  return [...children, ...(await Promise.all(children.map(descendantsOf))).flat()];
};

export type DoomedParent = {
  readonly pid: number;
  /** What the script gave to `tell`. */
  readonly told: unknown;
  /** SIGKILL. */
  readonly kill: () => Promise<void>;
};

/** Runs a module text in a process of its own, to be killed; it imports by `#…` and says by `tell(value)` that it is ready. */
export const startDoomedParent = async (script: string): Promise<DoomedParent> => {
  const helpers = 'function tell(value) { console.log(JSON.stringify(value)); }';
  const stayAlive = 'setInterval(() => {}, 1e6);';
  const child = spawn(
    process.execPath,
    ['--input-type=module', '--eval', `${stayAlive}${helpers}${script}`],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = once(child, 'exit');
  const line = once(createInterface({ input: child.stdout }), 'line').then(([text]) => text);
  const told = await Promise.race([line, ended.then(() => null)]);
  if (told === null) throw new Error('the parent ended by itself');
  return {
    pid: child.pid ?? 0,
    told: JSON.parse(told),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
};
