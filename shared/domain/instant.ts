import * as z from 'zod';

const [FIRST_YEAR, LAST_YEAR] = [1, 9999];

/** A time as RFC 3339 has it, in any offset; of the years 1 to 9999 in UTC, since Postgres reads no others as we write them. */
export const instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine((time) => {
    const year = time.getUTCFullYear();
    return year >= FIRST_YEAR && year <= LAST_YEAR;
  });
