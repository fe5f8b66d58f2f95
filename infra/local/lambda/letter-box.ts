import { appendFileSync } from 'node:fs';
import type { DeadLetter } from './dead-letter.ts';

type LetterBox = {
  /** JSON lines, appended. */
  readonly file?: string | undefined;
  readonly onLetter?: ((letter: DeadLetter) => void) | undefined;
  readonly log: (functionName: string, line: string) => void;
};

/** Where events go that were given up: a file, a callback, and a line in the function's log in any case. */
export const letterBox =
  ({ file, onLetter, log }: LetterBox) =>
  (letter: DeadLetter): void => {
    const { functionArn, condition, requestId } = letter.requestContext;
    const name = functionArn.slice(functionArn.lastIndexOf(':') + 1);
    log(name, JSON.stringify({ level: 'ERROR', message: 'Event given up', condition, requestId }));
    onLetter?.(letter);
    if (file === undefined) return;
    try {
      // At once and in one piece: the stack may be ended in the next moment.
      appendFileSync(file, `${JSON.stringify(letter)}\n`, { mode: 0o600 });
    } catch (error) {
      log(
        name,
        JSON.stringify({ level: 'ERROR', message: 'Letter not written', error: String(error) }),
      );
    }
  };
