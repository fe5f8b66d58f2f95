import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Gives each line that the child writes, on either of its piped outputs, to `onLine`. */
export const forwardLines = (child: ChildProcess, onLine: (line: string) => void): void => {
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream, crlfDelay: 0 }).on('line', onLine);
  }
};
