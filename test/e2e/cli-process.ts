import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isAlive } from '#cli/is-alive.ts';

const LAUNCHER = fileURLToPath(new URL('../../cli/netsweep.mjs', import.meta.url));

/** The command line as a process of its own, with nothing of Netsweep in its environment. */
export const startCli = (...argv: string[]) => {
  const { PATH, HOME, NETSWEEP_CACHE } = process.env;
  const env = { PATH, HOME, ...(NETSWEEP_CACHE && { NETSWEEP_CACHE }) };
  const child = spawn(process.execPath, [LAUNCHER, ...argv], { env, stdio: 'pipe' });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    err += text;
  });
  const ended = once(child, 'close').then(([status, signal]) => ({ status, signal, out, err }));
  return { pid: child.pid ?? 0, child, ended, err: () => err };
};

/** Runs it to its end. */
export const netsweep = (...argv: string[]) => startCli(...argv).ended;

const parentOf = async (pid: string): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^PPid:\t(\d+)$/m.exec(status)?.[1] ?? 0);
};

/** A process and all that it started, directly and not. */
export const familyOf = async (pid: number): Promise<number[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const parents = await Promise.all(pids.map(async (name) => [Number(name), await parentOf(name)]));
  const family = new Set([pid]);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const [child = 0, parent = 0] of parents) if (family.has(parent)) family.add(child);
  }
  return [...family];
};

/** Those that live still after some time in which they could end. */
export const survivors = async (pids: readonly number[]): Promise<number[]> => {
  for (let waited = 0; waited < 100 && pids.some(isAlive); waited += 1) await sleep(50);
  return pids.filter(isAlive);
};
