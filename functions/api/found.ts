import { DomainError } from '#shared/domain/errors.ts';

/** What the stores gave, or `not-found` for null: somebody else's is as absent as what never was. */
export const found = <T>(thing: T | null, noun: 'task' | 'run'): T => {
  if (thing !== null) return thing;
  throw new DomainError('not-found', `You have no ${noun} with this id.`);
};
