import { Command, Option } from 'commander';
import type { Act } from './act.ts';
import { ids, items, whole } from './arguments.ts';
import { audit, exclusions, type Flags, scopes, tokens } from './commands/admin.ts';
import { deploymentCommand } from './deployment-flags.ts';
import type { ExitStatus } from './exit-status.ts';
import { JSON_FLAG } from './json-flag.ts';
import type { Shell } from './shell.ts';
import { when } from './when.ts';

type List = (flags: Flags, shell: Shell) => Promise<ExitStatus>;
type Revoke = (ids: readonly number[], flags: Flags, shell: Shell) => Promise<ExitStatus>;

/** What all of these take, without their place in the body. */
const reachOf = ({ api, token, data, json }: Flags): Flags => ({
  ...(api !== undefined && { api }),
  ...(token !== undefined && { token }),
  ...(data !== undefined && { data }),
  ...(json !== undefined && { json }),
});

const listCommand = (act: Act, name: string, description: string, list: List): Command =>
  deploymentCommand(name, description)
    .option(...JSON_FLAG)
    .action((flags: Flags) => act((shell) => list(flags, shell)));

const revokeCommand = (act: Act, description: string, revoke: Revoke): Command =>
  deploymentCommand('revoke', description)
    .argument('<ids...>', 'their ids', ids)
    .option(...JSON_FLAG)
    .action((named: number[], flags: Flags) => act((shell) => revoke(named, flags, shell)));

const EXPIRES = 'when it ends: 2030-01-31, or from now on: 90d (default: never)';
const expiryOf = (expires: Date | undefined) => ({ expires_at: expires?.toISOString() ?? null });

type ScopeFlags = Flags & {
  readonly owner: string;
  readonly reason: string;
  readonly name?: string;
  readonly expires?: Date;
  readonly maxAddresses?: number;
  readonly maxProbes?: number;
  readonly rate?: number;
};

const addScope = (act: Act): Command =>
  deploymentCommand('add', 'name a range that may be probed')
    .argument('<cidr>', 'the range')
    .requiredOption('--owner <who>', 'whose range it is: a person or a team to ask')
    .requiredOption('--reason <text>', 'on what grounds it may be probed')
    .option('--name <name>', 'a name for it (default: the CIDR)')
    .option('--expires <time>', EXPIRES, (text) => when(text))
    .option('--max-addresses <n>', 'the most addresses of a run', whole(1))
    .option('--max-probes <n>', 'the most probes of a run', whole(1))
    .option('--rate <n>', 'the most probes per second of a run', whole(1))
    .option(...JSON_FLAG)
    .action((cidr: string, flags: ScopeFlags) => {
      const { owner, reason, name, expires, maxAddresses, maxProbes, rate } = flags;
      const body = {
        cidr,
        owner,
        reason,
        ...(name !== undefined && { name }),
        ...expiryOf(expires),
        max_addresses: maxAddresses ?? null,
        max_probes: maxProbes ?? null,
        rate: rate ?? null,
      };
      return act((shell) => scopes.add(body, reachOf(flags), shell));
    });

const addExclusion = (act: Act): Command =>
  deploymentCommand('add', 'name what is never probed, by anybody, from now on')
    .argument('<cidr>', 'the addresses')
    .requiredOption('--reason <text>', 'why not')
    .option(...JSON_FLAG)
    .action((cidr: string, flags: Flags & { readonly reason: string }) =>
      act((shell) => exclusions.add({ cidr, reason: flags.reason }, reachOf(flags), shell)),
    );

type TokenFlags = Omit<Flags, 'token'> & {
  readonly token?: string;
  readonly role: 'viewer' | 'operator' | 'admin';
  readonly scopes?: string[];
  readonly label?: string;
  readonly owner?: string;
  readonly expires?: Date;
};

const addToken = (act: Act): Command =>
  deploymentCommand('add', 'make a token; it is shown this once')
    .addOption(
      new Option('--role <role>', 'what it may do')
        .choices(['viewer', 'operator', 'admin'])
        .makeOptionMandatory(),
    )
    .option('--scopes <cidrs>', 'what it may probe (default: nothing); commas between', items)
    .option('--label <label>', 'a name for it')
    .option('--owner <owner>', 'whose tasks it sees (default: its own alone)')
    .option('--expires <time>', EXPIRES, (text) => when(text))
    .option(...JSON_FLAG)
    .action((flags: TokenFlags) => {
      const { role, scopes: cidrs = [], label, owner, expires } = flags;
      const body = {
        role,
        scopes: cidrs,
        ...(label !== undefined && { label }),
        ...(owner !== undefined && { owner }),
        ...expiryOf(expires),
      };
      return act((shell) => tokens.add(body, reachOf(flags), shell));
    });

type Group = { readonly name: string; readonly description: string; readonly commands: Command[] };

/** `netsweep scopes` lists, as `netsweep scopes list` does. */
const group = ({ name, description, commands: [list, ...more] }: Group): Command => {
  const command = new Command(name).description(description);
  if (list) command.addCommand(list, { isDefault: true });
  for (const each of more) command.addCommand(each);
  return command;
};

/** Who may do what, where, and who did: for admins. */
export const adminCommands = (act: Act): Command[] => [
  group({
    name: 'scopes',
    description: 'the ranges that may be probed: list, add, revoke',
    commands: [
      listCommand(act, 'list', 'list the ranges that may be probed', scopes.list),
      addScope(act),
      revokeCommand(
        act,
        'end scopes: what they alone allowed is not probed any more',
        scopes.revoke,
      ),
    ],
  }),
  group({
    name: 'exclusions',
    description: 'what is never probed: list, add, revoke',
    commands: [
      listCommand(act, 'list', 'list what is never probed', exclusions.list),
      addExclusion(act),
      revokeCommand(act, 'let it be probed again', exclusions.revoke),
    ],
  }),
  group({
    name: 'tokens',
    description: 'who may ask the API: list, add, revoke',
    commands: [
      listCommand(act, 'list', 'list tokens, without what is secret of them', tokens.list),
      addToken(act),
      revokeCommand(act, 'take tokens back', tokens.revoke),
    ],
  }),
  listCommand(act, 'audit', 'tell who did what, the newest first', audit),
];
