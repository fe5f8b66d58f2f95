import { DomainError } from '#shared/domain/errors.ts';

const MISSING = {
  task: 'You have no task with this id.',
  run: 'You have no run with this id.',
  scope: 'There is no scope with this id.',
  exclusion: 'There is no exclusion with this id.',
  token: 'There is no token with this id.',
  webhook: 'You have no webhook with this id.',
  change: 'You have no change with this id.',
  expectation: 'You have no expectation with this id.',
  host: 'Nothing that you may see is known of this address.',
};

/** What the stores gave, or `not-found` for null: somebody else's is as absent as what never was. */
export const found = <T>(thing: T | null, noun: keyof typeof MISSING): T => {
  if (thing !== null) return thing;
  throw new DomainError('not-found', MISSING[noun]);
};
