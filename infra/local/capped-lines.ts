import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

const MAX_CHARACTERS = 16_384;

const capped = (line: string): string =>
  line.length > MAX_CHARACTERS ? `${line.slice(0, MAX_CHARACTERS)}…` : line;

/** Gives each line of a stream to `onLine`; of a longer one its first 16 Ki characters, so that memory is bounded. */
export const cappedLines = (stream: Readable | null, onLine: (line: string) => void): void => {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  stream?.on('data', (bytes: Buffer) => {
    const lines = (rest + decoder.write(bytes)).split('\n');
    // One character more than shown tells that there was more.
    rest = (lines.pop() ?? '').slice(0, MAX_CHARACTERS + 1);
    for (const line of lines) onLine(capped(line));
  });
  stream?.on('end', () => {
    if (rest !== '') onLine(capped(rest));
  });
};
