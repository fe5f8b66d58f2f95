import { describe, expect, it } from 'vitest';
import { DomainError } from '#shared/domain/errors.ts';
import { collectFailures } from '#shared/domain/failures.ts';

const refuse = (code: 'validation-error' | 'schedule-invalid', pointer: string) => () => {
  throw new DomainError(code, `${code} at ${pointer}`, { errors: [{ pointer, code: 'wrong' }] });
};

describe('failures', () => {
  it('that there are none of throw nothing, and readings come through', () => {
    const failures = collectFailures();
    expect(failures.attempt('/a', () => 7)).toBe(7);
    expect(() => failures.throwAny()).not.toThrow();
  });

  it('are thrown together, those of the first code, below their pointers', () => {
    const failures = collectFailures();
    expect(failures.attempt('/a', refuse('validation-error', '/0'))).toBeUndefined();
    failures.attempt('/b', refuse('schedule-invalid', ''));
    failures.attempt('/c', refuse('validation-error', ''));
    expect(() => failures.throwAny()).toThrow(
      expect.objectContaining({
        code: 'validation-error',
        message: 'validation-error at /0',
        errors: [
          { pointer: '/a/0', code: 'wrong' },
          { pointer: '/c', code: 'wrong' },
        ],
      }),
    );
  });

  it('that are bugs are not collected', () => {
    const bug = () => {
      throw new TypeError('bug');
    };
    expect(() => collectFailures().attempt('/a', bug)).toThrow(TypeError);
  });
});
