import { DomainError, type FieldError } from './errors.ts';

/** Tries several readings and keeps what is wrong with each, so that a caller hears of all of it at once. */
export const collectFailures = () => {
  const failures: DomainError[] = [];
  return {
    /** The result, or undefined where it was refused; the refusal's pointers are moved below `pointer`. */
    attempt<T>(pointer: string, read: () => T): T | undefined {
      try {
        return read();
      } catch (error) {
        failures.push(movedBelow(pointer, error));
        return undefined;
      }
    },
    /** Throws the first refusal with the errors of all of its code. */
    throwAny(): void {
      const [first] = failures;
      if (first === undefined) return;
      const alike = failures.filter(({ code }) => code === first.code);
      const errors = alike.flatMap((failure) => failure.errors);
      throw new DomainError(first.code, first.message, { errors });
    },
  };
};

/** What is not a DomainError is a bug, and goes on as it is. */
const movedBelow = (pointer: string, error: unknown): DomainError => {
  if (!(error instanceof DomainError)) throw error;
  const errors = error.errors.map((e): FieldError => ({ ...e, pointer: pointer + e.pointer }));
  return new DomainError(error.code, error.message, { errors, cause: error });
};
