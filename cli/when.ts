import { InvalidArgumentError } from 'commander';
import { z } from 'zod';

const SECONDS = { m: 60, h: 3600, d: 86_400, w: 604_800 } as const;
const FROM_NOW = /^([1-9][0-9]{0,4})([mhdw])$/;
const instant = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);

/** Reads a time for commander: RFC 3339, a day (its beginning, in UTC), or how long from now (`90d`, `12h`). */
export const when = (text: string, now = Date.now()): Date => {
  const [, count, unit] = FROM_NOW.exec(text) ?? [];
  if (count !== undefined)
    return new Date(now + Number(count) * SECONDS[unit as keyof typeof SECONDS] * 1000);
  if (instant.safeParse(text).success) return new Date(text);
  throw new InvalidArgumentError(
    'A time is written 2030-01-31, 2030-01-31T12:00:00Z, or from now on: 90d, 12h, 30m, 2w.',
  );
};

/** The same, several times. */
export const whens = (text: string, before: readonly Date[] | undefined): Date[] => [
  ...(before ?? []),
  when(text),
];
