import { once } from 'node:events';
import { EXIT, type ExitStatus } from '#cli/exit-status.ts';
import type { OwnStack } from '#cli/local.ts';
import { dataFolder, type ReachFlags } from '#cli/reach.ts';
import { type Shell, say } from '#cli/shell.ts';
import { stackOptions } from '#cli/stack-options.ts';
import { UsageError } from '#cli/usage-error.ts';
import { printableJson } from '#shared/domain/printable.ts';

type Flags = Pick<ReachFlags, 'data'> & {
  readonly port?: number;
  readonly json?: boolean;
  readonly verbose?: boolean;
};

/** Opens the page signed in. What follows the # stays in the browser: it is sent to nobody. */
const signedIn = (api: string, token: string): string =>
  `${api}/#token=${encodeURIComponent(token)}`;

const greeting = ({ api, token }: OwnStack, data: string, { environment }: Shell): string =>
  [
    `Netsweep is up: ${api}`,
    `  page    ${signedIn(api, token)}`,
    `  token   ${token}`,
    `  scopes  ${environment.NETSWEEP_SCOPES.join(', ')}`,
    `  data    ${data}`,
    'Ctrl-C stops it.\n',
  ].join('\n');

const document = ({ api, token, pid }: OwnStack, data: string, { environment }: Shell): string =>
  `${printableJson({ api, token, pid, data, scopes: environment.NETSWEEP_SCOPES })}\n`;

/** Resolves when it is told to stop. Throws when a part of the stack ended by itself. */
const untilStopped = async ({ failed }: OwnStack, interrupted: AbortSignal): Promise<void> => {
  const told = interrupted.aborted ? null : once(interrupted, 'abort').then(() => null);
  const failure = await Promise.race([told, failed]);
  if (failure !== null) throw new Error(failure);
};

/**
 * `netsweep up`: a stack on this machine until it is stopped. Its log goes to standard error, but not over somebody's
 * terminal unless they ask for it.
 */
export const up = async (flags: Flags, shell: Shell): Promise<ExitStatus> => {
  const { environment, interrupted, local } = shell;
  const data = dataFolder(flags, shell);
  const live = await local.find(data);
  if (live !== null)
    throw new UsageError(
      `a stack is up already: ${live.api} (process ${live.pid}, data in ${data})`,
    );
  const isLogged = flags.verbose || !shell.err.isTerminal;
  const stack = await local.start({
    ...stackOptions(data, environment),
    port: flags.port ?? environment.NETSWEEP_PORT,
    log: (line) => void (isLogged && say(shell, line)),
  });
  try {
    await shell.out.write(flags.json ? document(stack, data, shell) : greeting(stack, data, shell));
    await untilStopped(stack, interrupted);
    await say(shell, 'stopping');
  } finally {
    await stack.stop();
  }
  return EXIT.done;
};
