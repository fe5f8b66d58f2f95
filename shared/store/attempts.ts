import { type SQL, sql } from 'drizzle-orm';
import * as z from 'zod';
import type { HostFindings } from '#shared/domain/observation.ts';
import { type TaskOptions, taskOptions } from '#shared/domain/task-options.ts';
import { callEffect, type Database } from './database.ts';
import { stagingParts } from './staging-parts.ts';

/** A chunk and the holder of its lease. */
export type ChunkRef = { readonly runId: number; readonly chunkNo: number };
/** A chunk and the fence of the attempt at it. */
export type Attempt = ChunkRef & { readonly attempt: number };

export type TakenChunk = Attempt & {
  readonly slice: string;
  readonly tcpPorts: string;
  readonly udpPorts: string;
  /** Why the attempt before this one gave the chunk back; null for the first. */
  readonly lastError: string | null;
  readonly options: TaskOptions;
  /** Scopes that are valid now; the slice has to lie inside them. */
  readonly scopes: readonly string[];
  /** What of the slice nobody may probe. */
  readonly exclusions: readonly string[];
};

/** What an attempt did, as the counters want it. */
export type Tally = { online: number; judged: number; probesSent: number; localFailures: number };

const takenRow = z.object({
  attempt: z.coerce.number(),
  slice: z.string(),
  tcp_ports: z.string(),
  udp_ports: z.string(),
  last_error: z.string().nullable(),
  options: taskOptions,
  scopes: z.array(z.string()),
  exclusions: z.array(z.string()),
});
const said = z.object({ said: z.boolean() });

/** Attempts at chunks in Postgres: taken, staged and committed under a fence. */
export const attemptsIn = (db: Database) => {
  const ask = async (question: SQL): Promise<boolean> => {
    const [row] = await callEffect(db, sql`select ${question} as said`, said);
    return row?.said ?? false;
  };

  return {
    /** Takes a chunk for an owner, or null: done, held by another, or not to be probed. Safe to repeat. */
    take: async ({ runId, chunkNo }: ChunkRef, owner: string, leaseMs: number) => {
      const effect = sql`select * from netsweep_take(${runId}, ${chunkNo}, ${owner}, ${leaseMs})`;
      const [row] = await callEffect(db, effect, takenRow);
      return row ? takenFromRow({ runId, chunkNo }, row) : null;
    },

    /** The chunk may not be probed (any more): ends its run with the reason. False when the attempt counts no more. */
    refuse: (
      { runId, chunkNo, attempt }: Attempt,
      { code, message }: { code: string; message: string },
    ): Promise<boolean> =>
      ask(sql`netsweep_refuse(${runId}, ${chunkNo}, ${attempt}, ${code}, ${message})`),

    /** Tells how far an attempt is; false means stop. */
    heartbeat: ({ runId, chunkNo, attempt }: Attempt, judged: number): Promise<boolean> =>
      ask(sql`netsweep_heartbeat(${runId}, ${chunkNo}, ${attempt}, ${judged})`),

    /** Writes hosts down for an attempt; they count once it is committed. Safe to repeat. */
    stage: async ({ runId, chunkNo, attempt }: Attempt, hosts: readonly HostFindings[]) => {
      for (const part of stagingParts(hosts)) {
        await db.execute(
          sql`select netsweep_stage(${runId}, ${chunkNo}, ${attempt}, ${part}::jsonb)`,
        );
      }
    },

    /** Makes an attempt's hosts count; false when the fence, the range or the number of staged hosts refuses it. */
    commit: ({ runId, chunkNo, attempt }: Attempt, done: Tally): Promise<boolean> =>
      ask(sql`netsweep_commit(${runId}, ${chunkNo}, ${attempt}, ${done.online}, ${done.judged},
        ${done.probesSent}, ${done.localFailures})`),

    /** Gives a chunk back with the reason; after the last attempt it is parked as failed. False: not this owner's. */
    release: ({ runId, chunkNo }: ChunkRef, owner: string, reason: string): Promise<boolean> =>
      ask(sql`netsweep_release(${runId}, ${chunkNo}, ${owner}, ${reason})`),
  };
};

export type Attempts = ReturnType<typeof attemptsIn>;

const takenFromRow = (chunk: ChunkRef, row: z.infer<typeof takenRow>): TakenChunk => {
  const { tcp_ports: tcpPorts, udp_ports: udpPorts, last_error: lastError, ...rest } = row;
  return { ...chunk, ...rest, tcpPorts, udpPorts, lastError };
};
