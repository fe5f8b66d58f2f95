import type { ReachFlags } from '#cli/reach.ts';
import type { Shell } from '#cli/shell.ts';
import { paintFor } from '#cli/view/paint.ts';
import { runTable } from '#cli/view/run-table.ts';
import { withClient } from './with-client.ts';
import { writeList } from './write-list.ts';

type Flags = ReachFlags & { readonly json?: boolean };

/** `netsweep runs TASK`: the runs of a task, newest first. */
export const runs = (taskId: number, { json, ...flags }: Flags, shell: Shell) =>
  withClient(flags, shell, (client) => {
    const table = runTable(paintFor(shell.out));
    return writeList(shell.out, { name: 'runs', pages: client.runsOf(taskId), table }, json);
  });
