import { Command, Option } from 'commander';
import type { Act } from './act.ts';
import { id, ids, lines } from './arguments.ts';
import { deleteTasks } from './commands/delete-tasks.ts';
import { runs } from './commands/runs.ts';
import { start } from './commands/start.ts';
import { type CreateFlags, createTasks, type EditFlags, editTask } from './commands/task.ts';
import { tasks } from './commands/tasks.ts';
import { deploymentCommand } from './deployment-flags.ts';
import { JSON_FLAG } from './json-flag.ts';
import { withNetworks, withPorts } from './scan-command.ts';
import { whens } from './when.ts';

const TASK_STATES = ['new', 'waiting', 'probing', 'paused', 'done', 'failed'];

const tasksCommand = (act: Act): Command =>
  deploymentCommand('tasks', 'list tasks')
    .option('--network <cidr>', 'of this network')
    .addOption(new Option('--status <status>', 'in this state').choices(TASK_STATES))
    .option('--label <label>', 'with this label')
    .option(...JSON_FLAG)
    .action((flags: Parameters<typeof tasks>[0]) => act((shell) => tasks(flags, shell)));

const withSchedule = (command: Command): Command =>
  command
    .option('--cron <line>', 'five fields: "45 1 * * *"; the flag again for another line', lines)
    .option('--at <time>', 'once, at that time: 2030-01-31T12:00:00Z, or from now on: 12h', whens)
    .option('--timezone <zone>', 'that the cron lines are meant in, such as Europe/Berlin');

const createCommand = (act: Act): Command =>
  withSchedule(
    withPorts(
      withNetworks(deploymentCommand('create', 'make a task for each network, all or none')),
    ),
  )
    .option('--label <label>', 'a name for it')
    .option(...JSON_FLAG)
    .action((networks: string[], flags: CreateFlags) =>
      act((shell) => createTasks(networks, flags, shell)),
    );

const editCommand = (act: Act): Command =>
  withSchedule(withPorts(deploymentCommand('edit', 'change a task; what is not named stays')))
    .argument('<task>', 'id of the task', id)
    .option('--no-schedule', 'do not start it by the clock any more')
    .option('--label <label>', 'a name for it')
    .option('--no-label', 'no name for it')
    .option(...JSON_FLAG)
    .action((task: number, flags: EditFlags) => act((shell) => editTask(task, flags, shell)));

const taskCommand = (act: Act): Command =>
  new Command('task')
    .description('make and change tasks')
    .addCommand(createCommand(act))
    .addCommand(editCommand(act));

const runsCommand = (act: Act): Command =>
  deploymentCommand('runs', 'list the runs of a task, newest first')
    .argument('<task>', 'id of the task', id)
    .option(...JSON_FLAG)
    .action((task: number, flags: Parameters<typeof runs>[1]) =>
      act((shell) => runs(task, flags, shell)),
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
    .option(...JSON_FLAG)
    .action((tasks: number[], flags: Parameters<typeof deleteTasks>[1]) =>
      act((shell) => deleteTasks(tasks, flags, shell)),
    );

/** What there is to probe. */
export const taskCommands = (act: Act): Command[] =>
  [tasksCommand, taskCommand, startCommand, runsCommand, deleteCommand].map((make) => make(act));
