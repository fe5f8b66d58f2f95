import { type Command, Option } from 'commander';
import type { Act } from './act.ts';
import { id, ids } from './arguments.ts';
import { deleteTasks } from './commands/delete-tasks.ts';
import { hosts } from './commands/hosts.ts';
import { runs } from './commands/runs.ts';
import { start } from './commands/start.ts';
import { tasks } from './commands/tasks.ts';
import { deploymentCommand } from './deployment-flags.ts';

const JSON_FLAG = ['--json', 'print one JSON document'] as const;

const TASK_STATES = ['new', 'waiting', 'probing', 'paused', 'done', 'failed'];

const tasksCommand = (act: Act): Command =>
  deploymentCommand('tasks', 'list tasks')
    .option('--network <cidr>', 'of this network')
    .addOption(new Option('--status <status>', 'in this state').choices(TASK_STATES))
    .option('--label <label>', 'with this label')
    .option(...JSON_FLAG)
    .action((flags: Parameters<typeof tasks>[0]) => act((shell) => tasks(flags, shell)));

const runsCommand = (act: Act): Command =>
  deploymentCommand('runs', 'list the runs of a task, newest first')
    .argument('<task>', 'id of the task', id)
    .option(...JSON_FLAG)
    .action((task: number, flags: Parameters<typeof runs>[1]) =>
      act((shell) => runs(task, flags, shell)),
    );

const FORMATS = ['json', 'csv', 'jsonl', 'xml'];
/** One format at a time, and of the newest whole result alone. */
const exportFlag = (format: string, what: string): Option =>
  new Option(`--${format}`, `print ${format.toUpperCase()}: ${what}`).conflicts([
    'run',
    ...FORMATS.filter((other) => other !== format),
  ]);

const hostsCommand = (act: Act): Command =>
  deploymentCommand('hosts', 'show the hosts and ports that a task found')
    .argument('<task>', 'id of the task', id)
    .option('--run <id>', 'of this run, live and failed too (default: newest whole result)', id)
    .option(...JSON_FLAG)
    .addOption(exportFlag('csv', 'a port a row, safe to open with a spreadsheet'))
    .addOption(exportFlag('jsonl', 'a JSON document for each host, one a line'))
    .addOption(exportFlag('xml', "in nmap's output format"))
    .action((task: number, flags: Parameters<typeof hosts>[1]) =>
      act((shell) => hosts(task, flags, shell)),
    );

const startCommand = (act: Act): Command =>
  deploymentCommand('start', 'start a run of each task, all or none')
    .argument('<tasks...>', 'ids of the tasks', ids)
    .option(...JSON_FLAG)
    .action((tasks: number[], flags: Parameters<typeof start>[1]) =>
      act((shell) => start(tasks, flags, shell)),
    );

const deleteCommand = (act: Act): Command =>
  deploymentCommand('delete', 'delete tasks and their results, all or none')
    .argument('<tasks...>', 'ids of the tasks', ids)
    .action((tasks: number[], flags: Parameters<typeof deleteTasks>[1]) =>
      act((shell) => deleteTasks(tasks, flags, shell)),
    );

/** The commands that ask any deployment. */
export const deploymentCommands = (act: Act): Command[] =>
  [tasksCommand, runsCommand, hostsCommand, startCommand, deleteCommand].map((make) => make(act));
