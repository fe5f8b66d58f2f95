import { Command } from 'commander';
import type { Act } from './act.ts';
import { whole } from './arguments.ts';
import { down } from './commands/down.ts';
import { up } from './commands/up.ts';
import { dataOption } from './deployment-flags.ts';
import { JSON_FLAG } from './json-flag.ts';

const UP_ENVIRONMENT = `
Environment: NETSWEEP_ADMIN_TOKEN (else one is made), NETSWEEP_SCOPES (CIDRs with commas between; default
127.0.0.0/8: name only what you may probe), NETSWEEP_PORT (default 8080), NETSWEEP_DATA, NETSWEEP_POLICY
(local, or lambda to forbid what AWS forbids), NETSWEEP_CLOCK_OFFSET_SECONDS.`;

const HIGHEST_PORT = 65_535;

type UpFlags = Parameters<typeof up>[0];
type DownFlags = Parameters<typeof down>[0];

/** `netsweep up` and `netsweep down`. */
export const stackCommands = (act: Act): Command[] => [
  new Command('up')
    .description('start a stack on this machine and print its URL and token')
    .option('--port <n>', 'port of the API; 0: the system chooses', whole(0, HIGHEST_PORT))
    .addOption(dataOption())
    .option(...JSON_FLAG)
    .option('--verbose', 'show the log on a terminal too')
    .addHelpText('after', UP_ENVIRONMENT)
    .action((flags: UpFlags) => act((shell) => up(flags, shell))),
  new Command('down')
    .description('stop the stack of a data folder')
    .addOption(dataOption())
    .option(...JSON_FLAG)
    .action((flags: DownFlags) => act((shell) => down(flags, shell))),
];
