import type * as z from 'zod';
import { DomainError, type FieldError, MAX_ERRORS } from './errors.ts';

const MAX_DEPTH = 8;
/** More than any body of the API has in one object, or in one list. */
const MAX_PROPERTIES = 64;
const MAX_ITEMS = 4096;

const CODES: Partial<Record<z.core.$ZodIssue['code'], string>> = {
  invalid_type: 'wrong-type',
  invalid_union: 'wrong-type',
  invalid_value: 'not-allowed',
  invalid_format: 'wrong-format',
  too_big: 'too-big',
  too_small: 'too-small',
  unrecognized_keys: 'unknown-property',
};

const refuse = (errors: readonly FieldError[]): never => {
  const message = 'The body is not as the API describes it; see errors.';
  throw new DomainError('validation-error', message, { errors });
};

/** Reads parsed JSON by a schema. Throws `validation-error` with a pointer to each thing that is wrong. */
export const readBody = <S extends z.ZodType>(schema: S, body: unknown): z.infer<S> => {
  if (!isPlain(body, MAX_DEPTH)) refuse([{ pointer: '', code: 'wrong-shape' }]);
  const parsed = schema.safeParse(body);
  return parsed.success ? parsed.data : refuse(parsed.error.issues.flatMap(errorsOf));
};

/**
 * Looked at before the schema, because it is cheap: few levels, few members, and no own `__proto__`, which later
 * copies would act upon.
 */
const isPlain = (value: unknown, depth: number): boolean => {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0 || Object.hasOwn(value, '__proto__')) return false;
  const members = Object.values(value);
  const few = members.length <= (Array.isArray(value) ? MAX_ITEMS : MAX_PROPERTIES);
  return few && members.every((member) => isPlain(member, depth - 1));
};

const errorsOf = (issue: z.core.$ZodIssue): FieldError[] => {
  const pointer = pointerTo(issue.path);
  const code = CODES[issue.code] ?? customCode(issue);
  if (issue.code !== 'unrecognized_keys') return [{ pointer, code }];
  return issue.keys
    .slice(0, MAX_ERRORS)
    .map((key) => ({ pointer: pointer + pointerTo([key]), code }));
};

const customCode = (issue: z.core.$ZodIssue): string => {
  const code = issue.code === 'custom' ? issue.params?.code : undefined;
  return typeof code === 'string' ? code : 'invalid';
};

/** A property name that is not a plain word is the caller's raw input, so it is not shown: the pointer ends at its parent. */
const pointerTo = (path: readonly PropertyKey[]): string => {
  const odd = path.findIndex((step) => !/^\w{1,32}$/.test(String(step)));
  const known = odd === -1 ? path : path.slice(0, odd);
  return known.map((step) => `/${String(step)}`).join('');
};
