import type { Client } from '#cli/client.ts';
import { EXIT, type ExitStatus } from '#cli/exit-status.ts';
import { type ReachFlags, reach } from '#cli/reach.ts';
import type { Shell } from '#cli/shell.ts';

/** Does something with the deployment that is named or up, and leaves it. Done, unless the work says otherwise. */
export const withClient = async (
  flags: ReachFlags,
  shell: Shell,
  work: (client: Client) => Promise<ExitStatus> | Promise<void>,
): Promise<ExitStatus> => {
  const { client, close } = await reach(flags, shell);
  try {
    return (await work(client)) ?? EXIT.done;
  } finally {
    await close();
  }
};
