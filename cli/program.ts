import { Command, CommanderError } from 'commander';
import type { Act } from './act.ts';
import { adminCommands } from './admin-commands.ts';
import { withCompletion } from './completion.ts';
import { EXIT, type ExitStatus, exitStatusOf } from './exit-status.ts';
import { exitStatusCommand } from './exit-status-command.ts';
import { resultCommands } from './result-commands.ts';
import { runCommands } from './run-commands.ts';
import { estimateCommand, scanCommand } from './scan-command.ts';
import { type Shell, say } from './shell.ts';
import { stackCommands } from './stack-commands.ts';
import { taskCommands } from './task-commands.ts';
import { version } from './version.ts';
import { errorLine } from './view/error-line.ts';

type Around = Pick<Shell, 'out' | 'err' | 'interrupted'>;

const AFTER = `
Exit status: 0 done, 1 a run failed or nobody answered, 2 refused or wrong usage, 130 interrupted ("netsweep help exit-status").
Every command prints JSON with --json. Probe only what you may probe.`;

/** Commands in the order of the help, under the heads that it gives them. */
const groupsOf = (act: Act): [string, Command[]][] => [
  ['Scan:', [scanCommand(act), estimateCommand(act)]],
  ['What is known:', resultCommands(act)],
  ['Tasks and their runs:', [...taskCommands(act), ...runCommands(act)]],
  ['Who may, and where (for admins):', adminCommands(act)],
  ['This machine:', [...stackCommands(act), exitStatusCommand(act)]],
];

const withSubcommands = (command: Command): Command[] => [
  command,
  ...command.commands.flatMap(withSubcommands),
];

const pathOf = (command: Command): string =>
  command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;

/** The command line as commander walks it; `act` does the work. */
export const programOf = (act: Act, { out, err }: Around): Command => {
  const program = new Command('netsweep')
    .description('Keeps a live inventory of the networks you own.')
    .version(version())
    .commandsGroup('This machine:')
    .helpCommand('help [command]', 'tell more about a command')
    .addHelpText('after', AFTER);
  for (const [head, commands] of groupsOf(act))
    for (const command of commands) program.addCommand(command.helpGroup(head));
  withCompletion(program);
  for (const command of withSubcommands(program))
    command
      .exitOverride()
      .showHelpAfterError(`("${pathOf(command)} --help" tells more)`)
      .configureOutput({
        writeOut: (text) => void out.write(text),
        writeErr: (text) => void err.write(text),
        getOutHasColors: () => out.hasColour,
        getErrHasColors: () => err.hasColour,
      });
  return program;
};

/** An interruption needs no words; any other error gets one line, and its trace where somebody asked for more. */
const sayError = async (error: unknown, argv: readonly string[], around: Around): Promise<void> => {
  const isInterruption = around.interrupted.aborted && (error as Error).name === 'AbortError';
  if (isInterruption) return;
  const trace = argv.includes('--verbose') && error instanceof Error ? `\n${error.stack}` : '';
  // Where standard error is lost there is nobody to tell.
  await say(around, errorLine(error) + trace).catch(() => {});
};

const statusOfError = async (
  error: unknown,
  argv: readonly string[],
  around: Around,
): Promise<ExitStatus> => {
  // commander has told already what is wrong.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.refused;
  await sayError(error, argv, around);
  return around.interrupted.aborted ? EXIT.interrupted : exitStatusOf(error);
};

/** Reads the arguments, does what they say and gives the exit status; the shell is made when a command needs it. */
export const runProgram = async (
  argv: readonly string[],
  around: Around,
  shellOf: () => Shell,
): Promise<ExitStatus> => {
  let status: ExitStatus = EXIT.done;
  const act: Act = async (work) => {
    status = await work(shellOf());
  };
  const program = programOf(act, around);
  try {
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync([...argv], { from: 'user' });
    return status;
  } catch (error) {
    return statusOfError(error, argv, around);
  }
};
