import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';

const HELP = `
To have it in each shell that you open:
  bash  echo 'source <(netsweep completion bash)' >> ~/.bashrc
  zsh   echo 'source <(netsweep completion zsh)' >> ~/.zshrc
  fish  netsweep completion fish > ~/.config/fish/completions/netsweep.fish`;

/** Adds `netsweep completion SHELL`, which writes what a shell needs to ask for completions, and what answers it. */
export const withCompletion = (program: Command): void => {
  tab(program, { completionCommandName: 'completion' });
  program.commands
    .find((command) => command.name() === 'completion')
    ?.description('write what a shell needs to complete commands and flags')
    .addHelpText('after', HELP)
    .helpGroup('This machine:');
};
