import { ApiError } from '#client/api-error.ts';
import { DomainError } from '#shared/domain/errors.ts';
import { UsageError } from './usage-error.ts';

/** How a command ended, as the shell sees it. */
export const EXIT = { done: 0, failed: 1, refused: 2, interrupted: 130 } as const;
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

const isRefusal = (error: unknown): boolean =>
  error instanceof UsageError ||
  error instanceof DomainError ||
  (error instanceof ApiError && error.status < 500);

/** 2 where the caller can act, 1 for an outage or a bug. */
export const exitStatusOf = (error: unknown): ExitStatus =>
  isRefusal(error) ? EXIT.refused : EXIT.failed;
