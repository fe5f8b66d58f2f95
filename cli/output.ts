import type { Writable } from 'node:stream';

/** Where text goes: standard output or standard error, as one of our streams sees it. */
export type Output = {
  readonly stream: Writable;
  /** True when somebody looks at it, and it can be drawn over. */
  readonly isTerminal: boolean;
  readonly hasColour: boolean;
  /** True once the reader has gone (`| head`): there is nobody to write for. */
  isClosed(): boolean;
  /** Resolves when the text is out; rejects when it cannot be (a full disk), but not because the reader has gone. */
  write(text: string): Promise<void>;
};

type Environment = { readonly NO_COLOR?: string | undefined; readonly TERM?: string | undefined };

const isGone = (error: NodeJS.ErrnoException): boolean =>
  error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED' || error.code === 'EIO';

/** Wraps a stream; `NO_COLOR` (not empty) and `TERM=dumb` are heeded. */
export const outputOn = (
  stream: Writable & { readonly isTTY?: boolean },
  { NO_COLOR, TERM }: Environment,
): Output => {
  let closed = false;
  // Without a listener a reader that goes away would end the process with a trace.
  stream.on('error', () => {
    closed = true;
  });
  const settle = (error: NodeJS.ErrnoException | null | undefined): void => {
    if (!error) return;
    closed = true;
    if (!isGone(error))
      throw new Error(`cannot write the output: ${error.message}`, { cause: error });
  };
  const isTerminal = stream.isTTY === true && TERM !== 'dumb';
  return {
    stream,
    isTerminal,
    hasColour: isTerminal && !NO_COLOR,
    isClosed: () => closed,
    write: async (text) => {
      if (closed) return;
      const { promise, resolve } = Promise.withResolvers<Error | null | undefined>();
      stream.write(text, resolve);
      settle(await promise);
    },
  };
};
