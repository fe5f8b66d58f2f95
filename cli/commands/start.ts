import type { ReachFlags } from '#cli/reach.ts';
import type { Shell } from '#cli/shell.ts';
import { writeJson } from '#cli/view/json-document.ts';
import { withClient } from './with-client.ts';

type Flags = ReachFlags & { readonly json?: boolean };

/** `netsweep start TASK…`: starts a run of each, all or none, and does not wait for them. */
export const start = (taskIds: readonly number[], { json, ...flags }: Flags, shell: Shell) =>
  withClient(flags, shell, async (client) => {
    const runs = await client.startRuns(taskIds);
    if (json) return writeJson(shell.out, { runs: [runs] });
    const lines = runs.map(({ id, task_id }) => `task ${task_id}: run ${id} started\n`);
    await shell.out.write(lines.join(''));
  });
