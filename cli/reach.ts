import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Client, clientOf } from './client.ts';
import { findOrStart } from './find-or-start.ts';
import { enterAsGuest, waitForGuests } from './guests.ts';
import type { LiveStack, OwnStack } from './local.ts';
import { type Shell, say } from './shell.ts';
import { stackOptions } from './stack-options.ts';
import { startDetached } from './start-detached.ts';
import { UsageError } from './usage-error.ts';
import { formatSeconds } from './view/format.ts';

export type ReachFlags = {
  readonly api?: string;
  readonly token?: string;
  readonly data?: string;
};
/** A deployment that can be asked. */
export type Reached = {
  readonly client: Client;
  /** Leaves it; a stack that was started for this command stops. */
  readonly close: () => Promise<void>;
};

const PROJECT = fileURLToPath(new URL('../.netsweep', import.meta.url));

/** Absolute path of the data folder: the flag's, the environment's, or `.netsweep/` in the project. */
export const dataFolder = ({ data }: ReachFlags, { environment }: Pick<Shell, 'environment'>) =>
  resolve(data ?? environment.NETSWEEP_DATA ?? PROJECT);

const urlOf = (api: string): string => {
  const url = URL.parse(api);
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw new UsageError('--api and NETSWEEP_API are a URL such as https://netsweep.example.net');
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '').replace(/\/v1$/, '');
};

/** The deployment that flags or environment name; null when they name none. A flag for this machine beats the environment. */
const named = (flags: ReachFlags, { environment }: Shell): Reached | null => {
  const api = flags.api ?? (flags.data === undefined ? environment.NETSWEEP_API : undefined);
  if (api === undefined) return null;
  const token = flags.token ?? environment.NETSWEEP_TOKEN;
  if (token === undefined)
    throw new UsageError(`a token for ${urlOf(api)} is needed: --token or NETSWEEP_TOKEN`);
  return { client: clientOf({ api: urlOf(api), token }), close: async () => {} };
};

const asGuest = async (
  { api, token }: LiveStack,
  flags: ReachFlags,
  data: string,
): Promise<Reached> => ({
  client: clientOf({ api, token: flags.token ?? token }),
  close: await enterAsGuest(data),
});

/** The deployment that is named, or else the live stack of the data folder. Throws UsageError when there is none. */
export const reach = async (flags: ReachFlags, shell: Shell): Promise<Reached> => {
  const there = named(flags, shell);
  if (there !== null) return there;
  const data = dataFolder(flags, shell);
  const live = await shell.local.find(data);
  if (live !== null) return asGuest(live, flags, data);
  throw new UsageError(
    `no stack is up in ${data}: start one with "netsweep up", or name a deployment with --api and --token`,
  );
};

/** A stack of this process: it stops when nobody uses it any more, or at once when that is asked for. */
const asOwner = (stack: OwnStack, flags: ReachFlags, data: string, shell: Shell): Reached => {
  let isStopping = false;
  void stack.failed.then(async (line) => {
    if (!isStopping) await say(shell, `the stack has failed: ${line}`);
  });
  const sayWhy = (pids: readonly number[]) =>
    say(shell, `process ${pids.join(', ')} uses this stack: waiting for it (Ctrl-C: stop at once)`);
  return {
    client: clientOf({ api: stack.api, token: flags.token ?? stack.token }),
    close: async () => {
      await waitForGuests(data, shell.interrupted, sayWhy);
      isStopping = true;
      await stack.stop();
    },
  };
};

type StartFlags = ReachFlags & { readonly keepRunning?: boolean; readonly verbose?: boolean };

const startStack = async (
  { keepRunning, verbose }: StartFlags,
  data: string,
  shell: Shell,
): Promise<LiveStack | OwnStack> => {
  if (keepRunning) return startDetached(shell.local, data, shell.interrupted);
  const log = (line: string) => void (verbose && say(shell, line));
  return shell.local.start({ ...stackOptions(data, shell.environment), log });
};

/** A start is not broken off half way: an interruption is answered now, and heeded when it is up. */
const answeringInterrupts = async <T>(shell: Shell, work: () => Promise<T>): Promise<T> => {
  const answer = () => void say(shell, 'stopping as soon as it is up (Ctrl-C again: at once)');
  shell.interrupted.addEventListener('abort', answer, { once: true });
  return work().finally(() => shell.interrupted.removeEventListener('abort', answer));
};

/** As `reach`, but where no stack is up it starts one: for this command alone, or to be kept running. */
export const reachOrStart = async (flags: StartFlags, shell: Shell): Promise<Reached> => {
  const there = named(flags, shell);
  if (there !== null) return there;
  const data = dataFolder(flags, shell);
  let startedMs = 0;
  const start = async () => {
    if (startedMs === 0) await say(shell, `starting Netsweep on this machine, data in ${data}`);
    startedMs ||= performance.now();
    return answeringInterrupts(shell, () => startStack(flags, data, shell));
  };
  const ways = { find: () => shell.local.find(data), start };
  const stack = await findOrStart(ways, shell.interrupted);
  if (startedMs > 0)
    await say(shell, `it is up after ${formatSeconds((performance.now() - startedMs) / 1000)}`);
  return 'stop' in stack ? asOwner(stack, flags, data, shell) : asGuest(stack, flags, data);
};
