import type { ReachFlags } from '#cli/reach.ts';
import type { Shell } from '#cli/shell.ts';
import { writeJson } from '#cli/view/json-document.ts';
import { withClient } from './with-client.ts';

type Flags = ReachFlags & { readonly json?: boolean };

/** `netsweep delete TASK…`: deletes tasks with their results, all or none; live runs are cancelled. */
export const deleteTasks = (taskIds: readonly number[], { json, ...flags }: Flags, shell: Shell) =>
  withClient(flags, shell, async (client) => {
    await client.deleteTasks(taskIds);
    if (json) return writeJson(shell.out, { deleted: [taskIds] });
    await shell.out.write(taskIds.map((id) => `task ${id} deleted\n`).join(''));
  });
