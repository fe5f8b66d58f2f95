import type { Readable } from 'node:stream';
import { printable } from '#shared/domain/printable.ts';
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

/** A line or several for the person in front of it, on standard error, where they never meet the data; whatever they quote is escaped. */
export const say = (shell: Pick<Shell, 'err'>, lines: string): Promise<void> =>
  shell.err.write(`${lines.split('\n').map(printable).join('\n')}\n`);
