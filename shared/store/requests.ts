import { and, eq, isNull, sql } from 'drizzle-orm';
import * as z from 'zod';
import { callEffect, type Database } from './database.ts';
import { requestTable } from './schema.ts';

/** Longer than the API may take for an answer: whoever has not answered by then is gone. */
const PATIENCE_MS = 30_000;

const begun = z.object({
  verdict: z.enum(['begun', 'answered', 'busy', 'other']),
  id: z.uuid(),
  reply: z.unknown(),
});

const unanswered = (id: string) => and(eq(requestTable.id, id), isNull(requestTable.status));

/** Requests that their callers named, each done once. */
export const requestsIn = (db: Database) => ({
  /**
   * Begins a request. `begun`: it is ours to do (again, should whoever was at it be gone), and what it does bears the id;
   * `answered`: it was, with the reply that comes along; `busy`: somebody is at it; `other`: the name stands for another
   * request.
   */
  begin: async (name: string, fingerprint: string) => {
    const effect = sql`select * from netsweep_begin_request(${name}, ${fingerprint}, ${PATIENCE_MS})`;
    const [row] = await callEffect(db, effect, begun);
    // Taken back between two of the effect's own looks.
    return row ?? { verdict: 'busy' as const, id: '', reply: null };
  },

  /** Keeps the first answer, for a day. */
  answer: async (id: string, status: number, reply: unknown): Promise<void> => {
    const text = reply === undefined ? null : JSON.stringify(reply);
    await db.execute(sql`update ${requestTable} set status = ${status}, reply = ${text}::json
                          where id = ${id} and status is null`);
  },

  /** It was refused, so nothing was done: the name is free again. */
  withdraw: async (id: string): Promise<void> => {
    await db.delete(requestTable).where(unanswered(id));
  },

  /** Nobody knows what was done: the same request, and no other, may be begun again at once. */
  suspend: async (id: string): Promise<void> => {
    const longAgo = sql`netsweep_now() - interval '1 hour'`;
    await db.update(requestTable).set({ begun_at: longAgo }).where(unanswered(id));
  },
});

export type Requests = ReturnType<typeof requestsIn>;
