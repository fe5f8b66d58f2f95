import { Command, Option } from 'commander';

const FROM_ENVIRONMENT = '\nEnvironment: NETSWEEP_API, NETSWEEP_TOKEN, NETSWEEP_DATA.';

/** A command that asks a deployment: another one, or the stack of a data folder on this machine. */
export const deploymentCommand = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .addOption(
      new Option(
        '--api <url>',
        'deployment to ask (default: the stack of the data folder)',
      ).conflicts('data'),
    )
    .option('--token <token>', 'API token for it')
    .addOption(dataOption())
    .addHelpText('after', FROM_ENVIRONMENT);

/** Where the stack on this machine keeps its data. */
export const dataOption = (): Option =>
  new Option(
    '--data <dir>',
    'data folder of the stack on this machine (default: .netsweep in the project)',
  );
