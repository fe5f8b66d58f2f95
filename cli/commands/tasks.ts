import type { TaskFilter } from '#cli/client.ts';
import type { ReachFlags } from '#cli/reach.ts';
import type { Shell } from '#cli/shell.ts';
import { paintFor } from '#cli/view/paint.ts';
import { taskTable } from '#cli/view/task-table.ts';
import { withClient } from './with-client.ts';
import { writeList } from './write-list.ts';

type Flags = ReachFlags &
  TaskFilter & {
    readonly json?: boolean;
  };

/** `netsweep tasks`: what there is to probe, and when. */
export const tasks = ({ json, ...flags }: Flags, shell: Shell) =>
  withClient(flags, shell, (client) => {
    const { network, status, label } = flags;
    const filter = {
      ...(network && { network }),
      ...(status && { status }),
      ...(label && { label }),
    };
    const pages = client.tasks(filter);
    const list = { name: 'tasks', pages, table: taskTable(paintFor(shell.out)) };
    return writeList(shell.out, list, json);
  });
