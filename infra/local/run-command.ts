import { text } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { type ChildOptions, endOf, spawnChild } from './child.ts';

type CommandOptions = Omit<ChildOptions, 'stdio' | 'onOutput'> & { readonly input?: string };

/** Runs a command to its end and gives its standard output; any status but 0 is an error with the end of what it said. */
export const runCommand = async ({ input, ...options }: CommandOptions): Promise<string> => {
  const child = spawnChild({ ...options, stdio: ['pipe', 'pipe', 'pipe'] });
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new Error('no pipes');
  // A command that ends without reading its input is no error of ours.
  finished(stdin).catch(() => {});
  stdin.end(input ?? '');
  const [said, complained, exit] = await Promise.all([text(stdout), text(stderr), endOf(child)]);
  if (exit.code === 0) return said;
  const reason = complained.trim().split('\n').slice(-3).join(' ');
  throw new Error(`${options.command} ended with ${exit.signal ?? exit.code}: ${reason}`);
};
