import { eq, sql } from 'drizzle-orm';
import * as z from 'zod';
import { callEffect, type Database } from './database.ts';
import { requestTable } from './schema.ts';

/** Longer than the API may take for an answer: whoever has not answered by then is gone. */
const PATIENCE_MS = 30_000;

const begun = z.object({
  verdict: z.enum(['begun', 'answered', 'busy', 'other']),
  status: z.number().nullable(),
  reply: z.unknown(),
});

/** Requests that their callers named, each done once. */
export const requestsIn = (db: Database) => ({
  /**
   * Begins a request. `begun`: it is ours to do (again, should whoever was at it be gone); `answered`: it was, with the
   * status and reply that come along; `busy`: somebody is at it; `other`: the name stands for another request.
   */
  begin: async (name: string, fingerprint: string) => {
    const effect = sql`select * from netsweep_begin_request(${name}, ${fingerprint}, ${PATIENCE_MS})`;
    const [row] = await callEffect(db, effect, begun);
    // Taken back between two of the effect's own looks.
    return row ?? { verdict: 'busy' as const, status: null, reply: null };
  },

  /** Keeps the answer, for a day. */
  answer: async (name: string, status: number, reply: unknown): Promise<void> => {
    const text = reply === undefined ? null : JSON.stringify(reply);
    await db.execute(
      sql`update ${requestTable} set status = ${status}, reply = ${text}::json where name = ${name}`,
    );
  },

  /** It came to nothing: the name is free again. */
  withdraw: async (name: string): Promise<void> => {
    await db.delete(requestTable).where(eq(requestTable.name, name));
  },
});

export type Requests = ReturnType<typeof requestsIn>;
