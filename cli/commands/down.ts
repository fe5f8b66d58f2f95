import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, type ExitStatus } from '#cli/exit-status.ts';
import { isAlive } from '#cli/is-alive.ts';
import { dataFolder, type ReachFlags } from '#cli/reach.ts';
import type { Shell } from '#cli/shell.ts';
import { UsageError } from '#cli/usage-error.ts';
import { printableJson } from '#shared/domain/printable.ts';

type Flags = Pick<ReachFlags, 'data'> & { readonly json?: boolean };

const LOOK_EVERY_MS = 100;
const LONGEST_WAIT_MS = 30_000;

/** `netsweep down`: stops the stack of the data folder, such as one that a scan left running. */
export const down = async ({ json, ...flags }: Flags, shell: Shell): Promise<ExitStatus> => {
  const data = dataFolder(flags, shell);
  const live = await shell.local.find(data);
  if (live === null) throw new UsageError(`no stack is up in ${data}`);
  process.kill(live.pid, 'SIGTERM');
  const lastLookMs = performance.now() + LONGEST_WAIT_MS;
  while (isAlive(live.pid)) {
    if (performance.now() > lastLookMs)
      throw new Error(`process ${live.pid} was asked to stop and still lives`);
    await sleep(LOOK_EVERY_MS, undefined, { signal: shell.interrupted });
  }
  const said = { api: live.api, pid: live.pid, data };
  await shell.out.write(json ? `${printableJson(said)}\n` : `stopped ${live.api}\n`);
  return EXIT.done;
};
