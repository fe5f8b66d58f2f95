import type { ReachFlags } from '#cli/reach.ts';
import type { Shell } from '#cli/shell.ts';
import { paintFor } from '#cli/view/paint.ts';
import { taskTable } from '#cli/view/task-table.ts';
import { withClient } from './with-client.ts';
import { writeList } from './write-list.ts';

type Flags = ReachFlags & {
  readonly network?: string;
  readonly status?: string;
  readonly label?: string;
  readonly json?: boolean;
};

/** `netsweep tasks`: what there is to probe, and when. */
export const tasks = ({ network, status, label, json, ...flags }: Flags, shell: Shell) =>
  withClient(flags, shell, (client) => {
    const pages = client.tasks({ network, status, label });
    const list = { name: 'tasks', pages, table: taskTable(paintFor(shell.out)) };
    return writeList(shell.out, list, json);
  });
