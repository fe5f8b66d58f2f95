import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { PROJECT_FOLDER } from '#infra/bundling.ts';
import type { Result } from '#test/bench/engine/results.ts';
import { launchBrowser } from '#test/support/browser.ts';

const run = promisify(execFile);

const timed = async <T>(work: () => Promise<T>): Promise<readonly [T, number]> => {
  const startedAt = performance.now();
  const made = await work();
  return [made, (performance.now() - startedAt) / 1000];
};

/** A new user's copy of what is committed. */
const clone = async (folder: string): Promise<string> => {
  const at = join(folder, 'netsweep');
  await run('git', ['clone', '--quiet', PROJECT_FOLDER, at]);
  return at;
};

/** `netsweep up` with nothing built before; the address that it prints. */
const startUp = async (project: string, folder: string) => {
  const args = [join('cli', 'netsweep.mjs'), 'up', '--port', '0', '--data', join(folder, 'data')];
  const env = { ...process.env, NETSWEEP_CACHE: join(folder, 'cache') };
  const child = spawn(process.execPath, args, {
    cwd: project,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const [, page] = /^ +page +(\S+)$/.exec(line) ?? [];
    if (page !== undefined) return { page, stop };
  }
  throw new Error('the stack did not start');
};

/** From the address that was printed to a finished map, by what is offered on the page alone. */
const look = async (address: string): Promise<void> => {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(address);
    await page.getByRole('link', { name: 'Probe 127.0.0.0/24' }).click();
    await page.getByRole('button', { name: 'Create and start' }).click();
    await page.getByText('Done: 256 hosts are online').waitFor({ timeout: 120_000 });
    await page.locator('.map.grid').waitFor();
  } finally {
    await browser.close();
  }
};

/** What a new user waits for, step by step. */
export const firstLook = async (isFromClone: boolean): Promise<Result[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'netsweep-first-look-'));
  // PostgreSQL refuses to run as root, and its own user has to get in.
  await chmod(folder, 0o755);
  const rows: Result[] = [];
  const step = (what: string, seconds: number): void => {
    rows.push({ what, goal: '–', measured: `${seconds.toFixed(1)} s` });
  };
  try {
    const project = isFromClone ? await clone(folder) : PROJECT_FOLDER;
    if (isFromClone) {
      const [, seconds] = await timed(() => run('npm', ['ci'], { cwd: project }));
      step('`npm ci` in a fresh clone', seconds);
    }
    const [{ page, stop }, up] = await timed(() => startUp(project, folder));
    step('`npx netsweep up` to the address of the page, nothing built before', up);
    try {
      const [, looked] = await timed(() => look(page));
      step('the page to the finished map of 127.0.0.0/24, in two clicks', looked);
    } finally {
      await stop();
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
