import type { Readable } from 'node:stream';
import type { Environment } from './environment.ts';
import type { Local } from './local.ts';
import type { Output } from './output.ts';

/** What a command has around it. */
export type Shell = {
  readonly out: Output;
  readonly err: Output;
  readonly input: Readable;
  readonly environment: Environment;
  /** The stack of this machine: found or started. */
  readonly local: Local;
  /** Aborted by the first Ctrl-C, SIGTERM or SIGHUP. */
  readonly interrupted: AbortSignal;
};

/** One line for the person in front of it, on standard error, where it never meets the data. */
export const say = (shell: Pick<Shell, 'err'>, line: string): Promise<void> =>
  shell.err.write(`${line}\n`);
