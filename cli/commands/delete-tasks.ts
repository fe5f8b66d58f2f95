import type { ReachFlags } from '#cli/reach.ts';
import type { Shell } from '#cli/shell.ts';
import { withClient } from './with-client.ts';

/** `netsweep delete TASK…`: deletes tasks with their results, all or none; live runs are cancelled. */
export const deleteTasks = (taskIds: readonly number[], flags: ReachFlags, shell: Shell) =>
  withClient(flags, shell, async (client) => {
    await client.deleteTasks(taskIds);
    await shell.out.write(taskIds.map((id) => `task ${id} deleted\n`).join(''));
  });
