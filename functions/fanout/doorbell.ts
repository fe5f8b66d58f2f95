import * as z from 'zod';
import { eventVersion } from '#shared/domain/event-version.ts';

/** What wakes a fan-out. It says that there is work, not which: Redis and Postgres know that. */
export const doorbell = z.object({
  v: eventVersion,
  /** How many fan-outs in a row have rung for their successor. */
  hop: z.int().min(0),
});
export type Doorbell = z.infer<typeof doorbell>;

/** A chain of fan-outs longer than this is broken off; the next minute tick starts a new one if there is work. */
export const MOST_HOPS = 16;
