import { Logger } from '@aws-lambda-powertools/logger';
import type { FunctionName } from './environment.ts';
import { scrub } from './scrub.ts';
import { shedLines } from './shedding.ts';

/** The part of the logger that functions use; an object literal will do in a test. */
export type Log = Pick<Logger, 'info' | 'warn' | 'error' | 'appendKeys' | 'resetKeys'>;

/**
 * One JSON line per fact, without secrets. Keys appended hold until `resetKeys`, at the start of each event. A reader that
 * is slow, or gone, costs lines and never work.
 */
export const logOf = (name: FunctionName): Log => {
  shedLines(process.stdout);
  shedLines(process.stderr);
  return new Logger({ serviceName: name, jsonReplacerFn: scrub });
};
