import { DomainError } from '#shared/domain/errors.ts';

/** Throws `validation-error` where something would have ended before it began. */
export const checkExpiry = (expiresAt: Date | null, now: Date): void => {
  if (expiresAt === null || expiresAt > now) return;
  throw new DomainError('validation-error', 'What expires must do so in the future.', {
    errors: [{ pointer: '/expires_at', code: 'not-in-the-future' }],
  });
};
