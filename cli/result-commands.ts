import { type Command, Option } from 'commander';
import { CHANGE_KINDS, SEVERITIES } from '#shared/domain/change.ts';
import type { Act } from './act.ts';
import { id, sinceIdOrTime } from './arguments.ts';
import { type Flags as ChangeFlags, changes } from './commands/changes.ts';
import { type Flags as HostFlags, hosts } from './commands/hosts.ts';
import { map } from './commands/map.ts';
import { deploymentCommand } from './deployment-flags.ts';
import { JSON_FLAG } from './json-flag.ts';

const FORMATS = ['json', 'csv', 'jsonl', 'xml'];
const PORT_STATES = ['open', 'closed', 'filtered', 'open|filtered', 'untestable'];

/** One format at a time. */
const exportFlag = (format: string, what: string, ...others: string[]): Option =>
  new Option(`--${format}`, `print ${format.toUpperCase()}: ${what}`).conflicts([
    ...others,
    ...FORMATS.filter((other) => other !== format),
  ]);

const EXAMPLES = `
A host is shown with those of its ports that are as the flags say; closed and filtered ones are known of tasks that keep them.

Examples:
  netsweep hosts --port 22 --csv > ssh.csv
  netsweep hosts 7 --service nginx --json
  netsweep hosts --network 10.2.0.0/24 --state open`;

const hostsCommand = (act: Act): Command =>
  deploymentCommand('hosts', 'show the hosts and ports that were found, of all tasks or of one')
    .argument('[task]', 'id of a task (default: all)', id)
    .option('--run <id>', 'of this run, live and failed too (default: newest whole result)', id)
    .option('--port <ports>', 'with one of these: 22,8000-8010,web')
    .addOption(new Option('--protocol <name>', 'with such a port').choices(['tcp', 'udp']))
    .addOption(new Option('--state <state>', 'with a port in this state').choices(PORT_STATES))
    .option('--service <text>', 'with this in the service, product or version of a port')
    .option('--network <cidr>', 'inside this network')
    .option('--hostname <text>', 'with this in the name')
    .option('--vendor <text>', 'with this in the vendor')
    .option(...JSON_FLAG)
    .addOption(exportFlag('csv', 'a port a row, safe to open with a spreadsheet', 'run'))
    .addOption(exportFlag('jsonl', 'a JSON document for each host, one a line', 'run'))
    .addOption(exportFlag('xml', "in nmap's output format", 'run'))
    .addHelpText('after', EXAMPLES)
    .action((task: number | undefined, flags: HostFlags) =>
      act((shell) => hosts(task, flags, shell)),
    );

const mapCommand = (act: Act): Command =>
  deploymentCommand('map', 'draw what is known of a network now')
    .argument('<network>', 'CIDR or address')
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      '\nA cell is an address, of more than 256 of them a block. What was not checked is never drawn as what did not answer.',
    )
    .action((network: string, flags: Parameters<typeof map>[1]) =>
      act((shell) => map(network, flags, shell)),
    );

const changesCommand = (act: Act): Command =>
  deploymentCommand('changes', 'tell what appeared, vanished and changed, oldest first')
    .option('--since <id or time>', 'after this change, or not before this time', sinceIdOrTime)
    .addOption(new Option('--kind <kind>', 'of this kind').choices(CHANGE_KINDS))
    .addOption(new Option('--severity <severity>', 'of this severity').choices(SEVERITIES))
    .option('--network <cidr>', 'inside this network')
    .option('--run <id>', 'what this run changed', id)
    .option('--against <run>', 'how it differs from this run of the same task', id)
    .option(...JSON_FLAG)
    .action((flags: ChangeFlags) => act((shell) => changes(flags, shell)));

/** What is known. */
export const resultCommands = (act: Act): Command[] =>
  [hostsCommand, mapCommand, changesCommand].map((make) => make(act));
