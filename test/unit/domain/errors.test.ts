import { expect, it } from 'vitest';
import { DomainError } from '#shared/domain/errors.ts';

it('an error carries its code, message, places, details and cause', () => {
  const cause = new TypeError('why');
  const errors = [{ pointer: '/networks/0', code: 'not-a-network' }];
  const error = new DomainError('duplicate-task', 'There is one.', {
    errors,
    details: { id: 7 },
    cause,
  });
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({
    name: 'DomainError',
    code: 'duplicate-task',
    message: 'There is one.',
    errors,
    details: { id: 7 },
    cause,
  });
});

it('an error without more has no places, details or cause', () => {
  const error = new DomainError('not-found', 'No such task.');
  expect(error.errors).toEqual([]);
  expect(error.details).toBeUndefined();
  expect('cause' in error).toBe(false);
});

it('an error names twenty places at most', () => {
  const errors = Array.from({ length: 30 }, (_, i) => ({ pointer: `/${i}`, code: 'wrong' }));
  expect(new DomainError('validation-error', 'Wrong.', { errors }).errors).toEqual(
    errors.slice(0, 20),
  );
});
