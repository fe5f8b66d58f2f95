import type { ChangeFilter, Client } from '#cli/client.ts';
import type { ReachFlags } from '#cli/reach.ts';
import type { Shell } from '#cli/shell.ts';
import { UsageError } from '#cli/usage-error.ts';
import { changeTable } from '#cli/view/change-table.ts';
import { paintFor } from '#cli/view/paint.ts';
import { withClient } from './with-client.ts';
import { writeList } from './write-list.ts';

export type Flags = ReachFlags &
  ChangeFilter & {
    readonly run?: number;
    readonly against?: number;
    readonly json?: boolean;
  };

const FEED_FLAGS = ['since', 'kind', 'severity', 'network'] as const;

const feedOf = (client: Client, flags: Flags) => {
  const given = FEED_FLAGS.filter((name) => flags[name] !== undefined);
  const filter = Object.fromEntries(given.map((name) => [name, flags[name]]));
  if (flags.run === undefined) return client.changes(filter);
  if (given.length === 0) return client.changesOfRun(flags.run, flags.against);
  throw new UsageError(`--${given[0]} is of the feed of all runs: leave it out, or --run`);
};

/** `netsweep changes`: what appeared, vanished and changed, oldest first; or what one run changed. */
export const changes = ({ json, ...flags }: Flags, shell: Shell) =>
  withClient(flags, shell, (client) => {
    if (flags.against !== undefined && flags.run === undefined)
      throw new UsageError('--against needs the run that is compared: --run 9 --against 7');
    const table = changeTable(paintFor(shell.out));
    return writeList(shell.out, { name: 'changes', pages: feedOf(client, flags), table }, json);
  });
