import { sql } from 'drizzle-orm';
import * as z from 'zod';
import { callEffect, type Database } from './database.ts';

/** Deliveries that are over are kept as long as generations are. */
const KEPT_DAYS = 90;
const FORGOTTEN_AT_ONCE = 5000;

const dueRow = z.object({ due: z.boolean() });

/** What waits to be told, as the scheduler sees it. */
export const tellingIn = (db: Database) => ({
  /** True when there is something to be sent now. */
  isDue: async (): Promise<boolean> => {
    const [row] = await callEffect(db, sql`select netsweep_telling_due() as due`, dueRow);
    return row?.due ?? false;
  },

  /** Forgets a few thousand deliveries that are over for long. */
  forget: async (): Promise<void> => {
    await db.execute(sql`select netsweep_forget_deliveries(${FORGOTTEN_AT_ONCE}, ${KEPT_DAYS})`);
  },
});

export type Telling = ReturnType<typeof tellingIn>;
