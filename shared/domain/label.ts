import * as z from 'zod';

const MAX_CHARACTERS = 128;
/** Control characters, line and paragraph separators, and what turns the direction of text that follows. */
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;

/** At most 128 characters (code points), well-formed Unicode that shows as what it is. */
export const label = z
  .string()
  .max(2 * MAX_CHARACTERS, { abort: true })
  .refine((text) => text.isWellFormed() && !UNSAFE.test(text), {
    params: { code: 'unsafe-characters' },
  })
  .refine((text) => [...text].length <= MAX_CHARACTERS, { params: { code: 'too-big' } });
