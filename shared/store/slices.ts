import { sql } from 'drizzle-orm';
import * as z from 'zod';
import { arrayOf, callEffect, type Database } from './database.ts';

const slices = z.object({ slice: z.string() });
const resolved = z.object({ value: z.string(), chunk_no: z.coerce.number(), exact: z.boolean() });
const left = z.object({ unfinished: z.coerce.number(), ready_in: z.coerce.number().nullable() });
const late = z.object({ run_id: z.coerce.number(), chunks: z.coerce.number() });

/** The chunks of runs in Postgres as work to hand out. */
export const slicesIn = (db: Database) => ({
  /** The next slices to put on the run's list, in order; they count as put. */
  nextSlices: async (runId: number, limit: number): Promise<string[]> => {
    const rows = await callEffect(
      db,
      sql`select slice from netsweep_next_slices(${runId}, ${limit})`,
      slices,
    );
    return rows.map((row) => row.slice);
  },

  /** The list was lost: all pending chunks have to be put on it again. */
  unqueue: async (runId: number): Promise<void> => {
    await db.execute(sql`select netsweep_unqueue(${runId})`);
  },

  /** Which of the list's values are chunks of the run, and which at least lie inside one. */
  resolve: (runId: number, values: readonly string[]) =>
    callEffect(
      db,
      sql`select v.value, c.chunk_no, (c.slice = v.value::cidr) as exact
            from unnest(${arrayOf(values, 'text')}) as v(value)
            join netsweep_chunk c on c.run_id = ${runId} and c.slice >>= v.value::cidr`,
      resolved,
    ),

  /** What is left of a run: chunks ready to queue, when the next backoff ends (seconds), and how many are out. */
  outlook: async (runId: number) => {
    const [row] = await callEffect(
      db,
      sql`select count(*) filter (where state in ('pending', 'leased')) as unfinished,
                 extract(epoch from min(not_before) filter (where state = 'pending' and queued_at is null)
                   - netsweep_now()) as ready_in
            from netsweep_chunk where run_id = ${runId}`,
      left,
    );
    return { unfinished: row?.unfinished ?? 0, readyInSeconds: row?.ready_in ?? null };
  },

  /** No scanner is at work: the next reap gives all leased chunks back. */
  endLeases: async (): Promise<void> => {
    await db.execute(
      sql`update netsweep_chunk set lease_until = netsweep_now() - interval '1 second' where state = 'leased'`,
    );
  },

  /** Gives back chunks whose lease ran out, on all live runs; how many of which run. */
  reap: () => callEffect(db, sql`select run_id, chunks from netsweep_reap()`, late),
});

export type Slices = ReturnType<typeof slicesIn>;
