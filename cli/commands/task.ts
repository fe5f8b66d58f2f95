import type { TaskPatch } from '#cli/client.ts';
import type { ReachFlags } from '#cli/reach.ts';
import { readNetworks } from '#cli/scan/read-networks.ts';
import { optionsOf, portsOf, type ScanFlags, scanRequestOf } from '#cli/scan/scan-request.ts';
import { bodyOf } from '#cli/scan/tasks-for.ts';
import type { Shell } from '#cli/shell.ts';
import { UsageError } from '#cli/usage-error.ts';
import { writeJson } from '#cli/view/json-document.ts';
import { paintFor } from '#cli/view/paint.ts';
import { taskTable } from '#cli/view/task-table.ts';
import type { Task } from '#client/api.d.ts';
import { withClient } from './with-client.ts';

export type ScheduleFlags = {
  readonly cron?: readonly string[];
  readonly at?: readonly Date[];
  readonly timezone?: string;
};
type Common = ReachFlags & ScanFlags & ScheduleFlags & { readonly json?: boolean };
export type CreateFlags = Common & { readonly file?: string; readonly label?: string };
/** False where it was declined: `--no-label`, `--no-schedule`. */
export type EditFlags = Common & { readonly label?: string | false; readonly schedule?: false };

const scheduleOf = ({ cron = [], at = [], timezone }: ScheduleFlags) => {
  const isDue = cron.length + at.length > 0;
  if (!isDue && timezone !== undefined)
    throw new UsageError('--timezone is that of a schedule: name --cron or --at too');
  const times = at.map((time) => Math.floor(time.getTime() / 1000));
  return isDue
    ? { cron: [...cron], at: times, ...(timezone !== undefined && { timezone }) }
    : undefined;
};

const show = ({ out }: Shell, tasks: readonly Task[], json = false): Promise<void> =>
  json ? writeJson(out, { tasks: [tasks] }) : out.write(taskTable(paintFor(out)).add(tasks));

/** `netsweep task create NETWORK…`: one task for each network, all or none; none is started. */
export const createTasks = (
  named: readonly string[],
  { json, label, ...flags }: CreateFlags,
  shell: Shell,
) =>
  withClient(flags, shell, async (client) => {
    const request = scanRequestOf(await readNetworks(named, flags.file, shell.input), flags);
    const schedule = scheduleOf(flags);
    const tasks = await client.createTasks({
      ...bodyOf(request),
      ...(schedule && { schedule }),
      ...(label !== undefined && { label }),
    });
    await show(shell, tasks, json);
  });

const patchOf = (flags: EditFlags): TaskPatch => {
  const { tcp, udp, label, schedule } = flags;
  const options = optionsOf(flags);
  const due = schedule === false ? null : scheduleOf(flags);
  return {
    ...(tcp !== undefined && { tcp_ports: portsOf('--tcp', tcp) }),
    ...(udp !== undefined && { udp_ports: portsOf('--udp', udp) }),
    ...(Object.keys(options).length > 0 && { options }),
    ...(due !== undefined && { schedule: due }),
    ...(label !== undefined && { label: label === false ? null : label }),
  };
};

/** `netsweep task edit TASK`: what is not named stays as it is. */
export const editTask = (id: number, { json, ...flags }: EditFlags, shell: Shell) =>
  withClient(flags, shell, async (client) => {
    const patch = patchOf(flags);
    if (Object.keys(patch).length === 0)
      throw new UsageError('nothing to change was named: netsweep task edit --help lists what can');
    await show(shell, [await client.changeTask(id, patch)], json);
  });
