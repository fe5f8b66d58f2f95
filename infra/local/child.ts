import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { forwardLines } from './forward-lines.ts';
import { type DeathSignal, tiedToParent, type UserIds } from './tied-to-parent.ts';

export type ChildOptions = {
  /** A path, or a name looked up in `env.PATH`. */
  readonly command: string;
  readonly args?: readonly string[];
  /** The whole environment of the child; nothing of ours is added. */
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Default: no input, output piped. */
  readonly stdio?: StdioOptions;
  /** Only root can become somebody else. */
  readonly asUser?: UserIds;
  /** What the kernel sends when this process dies, however it dies. Default SIGKILL. */
  readonly deathSignal?: DeathSignal;
  /** Gets each line of standard output and standard error, where these are piped. */
  readonly onOutput?: (line: string) => void;
};
export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/**
 * Starts a program that dies with this process, even when this process is SIGKILLed, and that a terminal's
 * Ctrl-C does not reach (it has a process group of its own: stopping is our decision). Call it from the main
 * thread: the kernel ties the child to the thread that starts it. Never throws: a command that cannot be
 * started ends with code 127 or 126; when not even a process could be made, `pid` is undefined.
 */
export const spawnChild = (options: ChildOptions): ChildProcess => {
  const { command, args, uid, gid } = tiedToParent(options);
  const child = spawn(command, args, {
    env: options.env,
    cwd: options.cwd,
    stdio: options.stdio ?? ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...(uid === undefined ? {} : { uid, gid }),
  });
  // Without a listener, a failed spawn would end this process; endOf tells of it.
  child.on('error', () => {});
  if (options.onOutput !== undefined) forwardLines(child, options.onOutput);
  return child;
};

const exitOf = ({ pid, exitCode, signalCode }: ChildProcess): Exit | null => {
  if (pid === undefined) return { code: 127, signal: null };
  return exitCode === null && signalCode === null ? null : { code: exitCode, signal: signalCode };
};

/** Resolves when the child is gone, at once when it already is; never rejects. */
export const endOf = async (child: ChildProcess): Promise<Exit> =>
  exitOf(child) ??
  new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));

/** Whether the child is gone within the time. */
export const endsWithin = async (child: ChildProcess, timeoutMs: number): Promise<boolean> => {
  const waiting = new AbortController();
  const ended = endOf(child).then(() => true);
  const late = sleep(timeoutMs, false, { signal: waiting.signal }).catch(() => false);
  const inTime = await Promise.race([ended, late]);
  waiting.abort();
  return inTime;
};

const killGroup = (pid: number): void => {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Gone in the meantime.
  }
};

/** Asks the child to end by `signal` (default SIGTERM); after the grace its whole process group is killed. */
export const stop = async (
  child: ChildProcess,
  { signal = 'SIGTERM', graceMs = 5000 }: { signal?: NodeJS.Signals; graceMs?: number } = {},
): Promise<Exit> => {
  if (exitOf(child) === null) child.kill(signal);
  if (!(await endsWithin(child, graceMs)) && child.pid !== undefined) killGroup(child.pid);
  return endOf(child);
};
