import { Logger } from '@aws-lambda-powertools/logger';
import type { FunctionName } from './environment.ts';
import { scrub } from './scrub.ts';

/** The part of the logger that functions use; an object literal will do in a test. */
export type Log = Pick<Logger, 'info' | 'warn' | 'error' | 'appendKeys' | 'resetKeys'>;

/** One JSON line per fact, without secrets. Keys appended hold until `resetKeys`, at the start of each event. */
export const logOf = (name: FunctionName): Log =>
  new Logger({ serviceName: name, jsonReplacerFn: scrub });
