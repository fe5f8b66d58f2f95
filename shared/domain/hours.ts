import * as z from 'zod';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const CLOCK = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;
/** A name of the time zone database that this machine knows. */
const isZone = (name: string): boolean => {
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};
const clock = z.string().regex(CLOCK);

/**
 * When something may be probed: in any of the windows. A window begins on its days (all, where none are named) and ends
 * at `to`, on the next day where that is not later than `from`. Postgres reads the same document (netsweep_is_open).
 */
export const hours = z.strictObject({
  windows: z
    .array(
      z.strictObject({
        days: z.array(z.enum(WEEKDAYS)).max(7).default([]),
        from: clock,
        to: clock,
      }),
    )
    .min(1)
    .max(50),
  timezone: z
    .string()
    .max(64)
    .refine(isZone, { params: { code: 'unknown-timezone' } })
    .default('UTC'),
});
export type Hours = z.infer<typeof hours>;
