import { DomainError } from '#shared/domain/errors.ts';

type Noun = 'task' | 'run' | 'scope' | 'exclusion' | 'token';

/** What the stores gave, or `not-found` for null: somebody else's is as absent as what never was. */
export const found = <T>(thing: T | null, noun: Noun): T => {
  if (thing !== null) return thing;
  throw new DomainError('not-found', `You have no ${noun} with this id.`);
};
