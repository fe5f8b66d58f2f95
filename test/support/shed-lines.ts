import type { ChildProcess } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

const line = z.object({ message: z.string(), dropped: z.number().optional() });

/**
 * Begins to read a program's log, which had not been read so far, and tells the program so: all its messages to the end,
 * and how many lines it says that it dropped.
 */
export const readLate = async (child: ChildProcess) => {
  if (!child.stdout) throw new Error('no output');
  const reading = text(child.stdout);
  child.send('and now?');
  const lines = (await reading)
    .trimEnd()
    .split('\n')
    .map((each) => line.parse(JSON.parse(each)));
  return {
    messages: lines.map(({ message }) => message),
    dropped: lines.reduce((sum, each) => sum + (each.dropped ?? 0), 0),
  };
};
