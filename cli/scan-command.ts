import { type Command, Option } from 'commander';
import { portPresets } from '#shared/domain/port-presets.ts';
import type { Act } from './act.ts';
import { items, whole } from './arguments.ts';
import { type Flags as EstimateFlags, estimate } from './commands/estimate.ts';
import { type Flags, scan } from './commands/scan.ts';
import { deploymentCommand } from './deployment-flags.ts';
import { DEFAULT_TCP_PORTS } from './scan/scan-request.ts';

const PRESETS = Object.keys(portPresets).join(', ');
const EXAMPLES = `
On a terminal a map of 256 addresses, or blocks of them, shows what has been found so far.

Ports are numbers, ranges and presets with commas between: 22,443,8000-8010,web
Presets: ${PRESETS}

Examples:
  netsweep scan 127.0.0.1/30 --tcp 1-10000 --udp 53,123
  netsweep scan 127.0.0.1 127.0.0.16/28 --tcp web --json
  netsweep scan -f networks.txt --exclude 127.0.0.9,127.0.0.64/26

A stack on this machine probes what NETSWEEP_SCOPES names (default 127.0.0.0/8 alone), and nothing else.`;

/** Adds the flags that say which ports are asked, and how. */
export const withPorts = (command: Command): Command =>
  command
    .option(
      '--tcp <ports>',
      `TCP ports (default, where --udp is not given either: ${DEFAULT_TCP_PORTS})`,
    )
    .option('--udp <ports>', 'UDP ports')
    .option('--rate <n>', 'probes per second, all scanners together', whole(1))
    .addOption(
      new Option('--discovery <mode>', 'how an address is found to be up').choices([
        'auto',
        'thorough',
        'fast',
      ]),
    )
    .option('--exclude <cidrs>', 'not to be probed; commas between, or the flag again', items)
    .option('--patience <ms>', 'longest wait for an answer', whole(1))
    .option('--no-identify', 'do not look at what is behind open ports')
    .option('--snmp', 'ask SNMP with the community "public" for a name')
    .option('--fragile', 'speak to the ports of printers and machines too');

/** Adds the networks: arguments, or a file of them. */
export const withNetworks = (command: Command): Command =>
  command
    .argument('[networks...]', 'CIDR, address or range a-b')
    .option('-f, --file <file>', 'file with a network a line, # for comments; - is standard input');

/** `netsweep estimate`. */
export const estimateCommand = (act: Act): Command =>
  withPorts(
    withNetworks(
      deploymentCommand(
        'estimate',
        'tell what a scan would take where nothing answers; nothing is made',
      ),
    ),
  )
    .option('--json', 'print one JSON document')
    .action((networks: string[], flags: EstimateFlags) =>
      act((shell) => estimate(networks, flags, shell)),
    );

/** `netsweep scan`. */
export const scanCommand = (act: Act): Command =>
  withPorts(withNetworks(deploymentCommand('scan', 'probe networks now and show what is there')))
    .option('--json', 'print one JSON document: {"runs": […], "hosts": […]}')
    .option('--keep-running', 'leave the stack up that this scan starts ("netsweep down" stops it)')
    .option('--verbose', 'tell what the stack does')
    .addHelpText('after', EXAMPLES)
    .action((networks: string[], flags: Flags) => act((shell) => scan(networks, flags, shell)));
