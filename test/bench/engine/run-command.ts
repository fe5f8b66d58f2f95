import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Output of a command that ended well; throws with what it said where it did not. */
export const outputOf = async (command: string, args: readonly string[]): Promise<string> => {
  const { stdout } = await run(command, [...args], { maxBuffer: 2 ** 28 });
  return stdout;
};

/** Wall time of a command, and its output. */
export const timed = async (command: string, args: readonly string[]) => {
  const startedAt = performance.now();
  const output = await outputOf(command, args);
  return { seconds: (performance.now() - startedAt) / 1000, output };
};
