import type { Command, Option } from 'commander';
import { EXIT, EXIT_MEANINGS, type ExitName } from './exit-status.ts';

const HEAD = `# The command line

Made of the commands themselves by \`npm run reference\`; \`netsweep COMMAND --help\` says the same, with examples.

Results go to standard output, progress and messages to standard error. Every command prints one JSON document with \`--json\`. Colours
are for terminals alone, and \`NO_COLOR\` is respected. Text that came from elsewhere is shown escaped (\`\\x1b\`, \`\\u{202e}\`), in JSON too,
and stays in its line.

Commands that ask a deployment take \`--api <url>\` and \`--token <token>\`, or \`--data <dir>\` of a stack on this machine; so do
\`NETSWEEP_API\`, \`NETSWEEP_TOKEN\` and \`NETSWEEP_DATA\`.
`;

/** What all commands have is told once, above. */
const COMMON = new Set(['--help', '--version', '--api', '--token', '--data', '--json']);

/** A bar would end the cell of a table. */
const cell = (text: string): string => text.replaceAll('|', '\\|');
const row = (...cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |\n`;

const optionRow = ({ flags, description, argChoices }: Option): string => {
  const choices = argChoices === undefined ? '' : ` (${argChoices.join(', ')})`;
  return row(`\`${flags}\``, `${description}${choices}`);
};

const sectionOf = ([path, command]: [string, Command]): string => {
  const usage = command.registeredArguments.map((argument) => {
    const name = argument.name() + (argument.variadic ? '...' : '');
    return argument.required ? ` <${name}>` : ` [${name}]`;
  });
  const options = command.options.filter(({ long }) => !COMMON.has(long ?? ''));
  const table =
    options.length === 0 ? '' : `\n| option | |\n|---|---|\n${options.map(optionRow).join('')}`;
  return `\n## \`${path}${usage.join('')}\`\n\n${command.description()}\n${table}`;
};

/** Every command that does something, with the words that lead to it. */
export const commandsOf = (command: Command, path = command.name()): [string, Command][] => {
  if (command.commands.length === 0) return [[path, command]];
  const visible = command.createHelp().visibleCommands(command);
  return visible
    .filter((one) => one.name() !== 'help')
    .flatMap((one) => commandsOf(one, `${path} ${one.name()}`));
};

const exitStatuses = (): string =>
  Object.entries(EXIT_MEANINGS)
    .map(([name, meaning]) => row(String(EXIT[name as ExitName]), meaning))
    .join('');

/** The command line as a document: commands, options, exit statuses. */
export const referenceOf = (program: Command): string =>
  [
    HEAD,
    `\n## Exit statuses\n\n| exit status | |\n|---|---|\n${exitStatuses()}`,
    ...commandsOf(program).map(sectionOf),
  ].join('');
