import type { Log } from './log.ts';
import { scrubText } from './scrub.ts';

/** As much of an error as may leave the function: its name and words, without what drivers quote in them. */
const scrubbed = (error: unknown): Error => {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const outside = new Error(scrubText(message));
  outside.name = name;
  if (stack !== undefined) outside.stack = scrubText(stack);
  return outside;
};

/**
 * A handler whose errors are logged here, with their causes, and go on to Lambda scrubbed: it writes what it is given to
 * the log, every member of it, and tells it to whoever invoked the function.
 */
export const withScrubbedErrors =
  <Event, Context, Result>(
    log: Pick<Log, 'error'>,
    handle: (event: Event, context: Context) => Promise<Result>,
  ) =>
  async (event: Event, context: Context): Promise<Result> => {
    try {
      return await handle(event, context);
    } catch (error) {
      log.error('failed', { error });
      throw scrubbed(error);
    }
  };
