import { type SQL, sql } from 'drizzle-orm';
import * as z from 'zod';
import type { Change } from '#shared/domain/change.ts';
import { PATIENCE_MS } from '#shared/domain/delivery.ts';
import { webhookFormat } from '#shared/domain/webhook.ts';
import { changeRow } from './change-row.ts';
import { callEffect, type Database } from './database.ts';

/** Longer than an attempt can take, what it asks of the store included. */
const LEASE_MS = 60_000;

const claimRow = z
  .object({
    id: z.coerce.number(),
    attempt: z.coerce.number(),
    now: z.coerce.date(),
    created_at: z.coerce.date(),
    run_id: z.coerce.number().nullable(),
    task_id: z.coerce.number().nullable(),
    network: z.string().nullable(),
    label: z.string().nullable(),
    webhook_id: z.coerce.number().nullable(),
    url: z.string().nullable(),
    format: webhookFormat.nullable(),
    secret: z.string().nullable(),
  })
  .transform(({ id, attempt, now, created_at, run_id, task_id, network, label, ...to }) => ({
    id,
    attempt,
    /** When it was claimed, by the one clock. */
    now,
    createdAt: created_at,
    /** Null: a ping. */
    runId: run_id,
    task: task_id === null ? null : { id: task_id, network: network ?? '', label },
    /** Null: the event bus. */
    webhook: webhookOf(to),
  }));

type To = {
  readonly webhook_id: number | null;
  readonly url: string | null;
  readonly format: z.infer<typeof webhookFormat> | null;
  readonly secret: string | null;
};

const webhookOf = ({ webhook_id: id, url, format, secret }: To) => {
  if (id === null || url === null || format === null || secret === null) return null;
  return { id, url, format, secret };
};

/** Changes on their way, in the hands of one attempt. */
export type Claimed = z.infer<typeof claimRow>;

const toldRow = z.object({ total: z.coerce.number() }).and(changeRow);
const saidRow = z.object({ said: z.boolean() });

/** Changes on their way, as the notifier sees them. */
export const deliveriesIn = (db: Database) => {
  const ask = async (effect: SQL): Promise<boolean> => {
    const [row] = await callEffect(db, sql`select ${effect} as said`, saidRow);
    return row?.said ?? false;
  };
  return {
    /** The next one whose time has come, for this attempt alone; null where there is none. */
    claim: async (): Promise<Claimed | null> => {
      const effect = sql`select * from netsweep_claim_deliveries(1, ${LEASE_MS})`;
      const [row] = await callEffect(db, effect, claimRow);
      return row ?? null;
    },

    /** Its changes as far as they may be told now, in their order or the most urgent first, and how many there are. */
    changesOf: async (
      id: number,
      { limit, isUrgentFirst }: { readonly limit: number; readonly isUrgentFirst: boolean },
    ): Promise<{ changes: Change[]; total: number }> => {
      const rows = await callEffect(
        db,
        sql`select t.total, (t.change).*, host((t.change).ip) as ip
              from netsweep_told_changes(${id}, ${isUrgentFirst}, ${limit}) t`,
        toldRow,
      );
      return { changes: rows.map(({ total: _, ...change }) => change), total: rows[0]?.total ?? 0 };
    },

    /** It has arrived. False: another attempt has it by now. */
    delivered: ({ id, attempt }: Claimed) => ask(sql`netsweep_delivered(${id}, ${attempt})`),

    /** It has not: it is tried again after a wait, and parked after a day. */
    undelivered: ({ id, attempt }: Claimed, reason: string, waitMs: number) =>
      ask(sql`netsweep_undelivered(${id}, ${attempt}, ${reason}, ${waitMs}, ${PATIENCE_MS})`),

    /** Its receiver wants nothing more, ever. */
    disable: ({ id, attempt }: Claimed, reason: string) =>
      ask(sql`netsweep_disable_webhook(${id}, ${attempt}, ${reason})`),
  };
};

export type Deliveries = ReturnType<typeof deliveriesIn>;
