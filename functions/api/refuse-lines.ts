import { DomainError, type FieldError } from '#shared/domain/errors.ts';

/** Throws `validation-error` that names lines; nothing of what they say is repeated. */
export const refuseLines = (errors: readonly FieldError[], message: string): never => {
  const [first] = errors;
  const where = first === undefined ? '' : ` See line ${first.pointer.replace('/lines/', '')}.`;
  throw new DomainError('validation-error', message + where, { errors });
};
