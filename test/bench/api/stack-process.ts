import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { resetDataFolder } from '#infra/local/data-folder.ts';
import { type Endpoints, readEndpoints } from '#infra/local/endpoints.ts';
import { freePort } from '#infra/local/free-port.ts';

const LAUNCHER = fileURLToPath(new URL('../../../cli/netsweep.mjs', import.meta.url));

/** `netsweep up` as a process of its own, so that whoever makes the load does not take its time. */
export const startStackProcess = async (settings: Readonly<Record<string, string>>) => {
  const data = await mkdtemp(join(tmpdir(), 'netsweep-load-'));
  const port = String(await freePort());
  const child = spawn(process.execPath, [LAUNCHER, 'up', '--data', data], {
    env: { ...process.env, ...settings, NETSWEEP_PORT: port },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const ended = once(child, 'exit');
  const waitForIt = async (): Promise<Endpoints> => {
    for (;;) {
      const endpoints = await readEndpoints(data);
      if (endpoints !== null) return endpoints;
      if (child.exitCode !== null) throw new Error('the stack ended before it was up');
      await sleep(50);
    }
  };
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    await resetDataFolder(data);
    await rm(data, { recursive: true });
  };
  try {
    return { endpoints: await waitForIt(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
