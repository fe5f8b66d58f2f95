/** What may wait for a slow reader; what comes on top is dropped. A function has 512 MB, and better things to keep. */
const MOST_WAITING_BYTES = 1_048_576;

type Callback = (error?: Error | null) => void;

const notice = (dropped: number): string => {
  const message = 'lines before this one were dropped: whoever reads the log is slow or gone';
  return `${JSON.stringify({ level: 'WARN', message, dropped, timestamp: new Date().toISOString() })}\n`;
};

const shedding = new WeakSet<NodeJS.WriteStream>();

/**
 * Lets a stream of lines neither hold up nor end the work of whoever writes to it: while its reader is slow some lines
 * wait, further ones are dropped, and an error (no reader, no space) is only counted. The next line that can be written
 * is preceded by one that says how many were dropped.
 */
export const shedLines = (stream: NodeJS.WriteStream, mostBytes = MOST_WAITING_BYTES): void => {
  if (shedding.has(stream)) return;
  shedding.add(stream);
  const write = stream.write.bind(stream) as (text: string | Uint8Array, done: Callback) => boolean;
  let dropped = 0;
  const drop = (): void => {
    dropped += 1;
  };
  stream.on('error', () => {});

  const shed = (line: string | Uint8Array, ...rest: unknown[]): boolean => {
    const done = rest.findLast((argument) => typeof argument === 'function') as
      | Callback
      | undefined;
    if (stream.writableLength > mostBytes) {
      drop();
      if (done) process.nextTick(done);
      return false;
    }
    const count = dropped;
    dropped = 0;
    if (count > 0)
      write(notice(count), (error) => {
        if (error) dropped += count;
      });
    return write(line, (error) => {
      if (error) drop();
      done?.(error);
    });
  };
  stream.write = shed as typeof stream.write;
};
