import { ApiError } from '#client/api-error.ts';
import { DomainError } from '#shared/domain/errors.ts';
import { UsageError } from './usage-error.ts';

/** How a command ended, as the shell sees it. */
export const EXIT = { done: 0, failed: 1, refused: 2, interrupted: 130 } as const;
export type ExitName = keyof typeof EXIT;
/** What is told of them. */
export const EXIT_MEANINGS: Readonly<Record<ExitName, string>> = {
  done: 'done',
  failed:
    'a run failed or was cancelled, or nobody answered; hosts that were found are printed all the same',
  refused: 'refused, or wrong usage: the message says what would be right',
  interrupted: 'interrupted, by Ctrl-C, SIGTERM or SIGHUP',
};
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

const isRefusal = (error: unknown): boolean =>
  error instanceof UsageError ||
  error instanceof DomainError ||
  (error instanceof ApiError && error.status < 500);

/** 2 where the caller can act, 1 for an outage or a bug. */
export const exitStatusOf = (error: unknown): ExitStatus =>
  isRefusal(error) ? EXIT.refused : EXIT.failed;
