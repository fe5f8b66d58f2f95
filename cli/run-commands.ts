import type { Command } from 'commander';
import type { Act } from './act.ts';
import { id, ids } from './arguments.ts';
import { changeRuns, type Deed, type Flags } from './commands/change-runs.ts';
import { watch } from './commands/watch.ts';
import { deploymentCommand } from './deployment-flags.ts';
import { JSON_FLAG } from './json-flag.ts';

const watchCommand = (act: Act): Command =>
  deploymentCommand('watch', 'look on until a run has ended, whoever started it')
    .argument('<run>', 'id of the run', id)
    .option(...JSON_FLAG)
    .addHelpText('after', '\nCtrl-C ends the looking on; the run goes on.')
    .action((run: number, flags: Parameters<typeof watch>[1]) =>
      act((shell) => watch(run, flags, shell)),
    );

const deedCommand = (deed: Deed, description: string) => (act: Act) =>
  deploymentCommand(deed, description)
    .argument('<runs...>', 'ids of the runs', ids)
    .option(...JSON_FLAG)
    .action((runs: number[], flags: Flags) => act((shell) => changeRuns(deed, runs, flags, shell)));

/** Runs that are under way. */
export const runCommands = (act: Act): Command[] =>
  [
    watchCommand,
    deedCommand('pause', 'hold runs up; chunks that are being probed end'),
    deedCommand('resume', 'let paused runs go on where they were'),
    deedCommand('cancel', 'end runs'),
  ].map((make) => make(act));
