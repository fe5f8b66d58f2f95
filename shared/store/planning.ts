import { type SQL, sql } from 'drizzle-orm';
import * as z from 'zod';
import { formatNetwork, type Network } from '#shared/domain/network.ts';
import { NO_QUOTA, type Quota, type RunTrigger } from '#shared/domain/run.ts';
import { atRate, planOf, planOfParts } from '#shared/domain/run-plan.ts';
import type { Task } from '#shared/domain/task.ts';
import { type Actor, callEffectAs } from './actor.ts';
import { arrayOf, callEffect, type Database } from './database.ts';

/** Why and when a run is made. */
export type Occasion = {
  /** Name of the Redis list that its chunks go through. */
  readonly key: string;
  readonly trigger: RunTrigger;
  readonly scheduledFor: Date;
  /** Further overdue times that this run stands for. */
  readonly missed: number;
};

const verdictRow = z.object({
  run_id: z.coerce.number().nullable(),
  verdict: z.enum(['planned', 'exists', 'overlap', 'gone', 'budget', 'busy']),
});

const resumedRow = z.object({ key: z.string().nullable() });
const hoursRow = z.object({ held: z.coerce.number(), resumed: z.coerce.number() });
const saidRow = z.object({ said: z.boolean() });

/** Making runs, holding them up, and ending them early. */
export const planningIn = (db: Database) => {
  const ask = async (effect: SQL, actor: Actor | undefined): Promise<boolean> => {
    const [row] = await callEffectAs(db, actor, sql`select ${effect} as said`, saidRow);
    return row?.said ?? false;
  };

  return {
    /**
     * Plans the run of a due time, at most one however often it is asked: `exists` when it has been planned, `overlap`
     * when another run of the task is live, `gone` when there is no such task, `budget` when its owner has planned too
     * much today. Its chunks tile the network, or the given parts of it.
     */
    plan: async (
      task: Task,
      occasion: Occasion,
      parts?: readonly Network[],
      { rate, dailyProbes }: Quota = NO_QUOTA,
    ) => {
      const paced = atRate(task, rate);
      const plan = parts ? planOfParts(paced, parts) : { ...planOf(paced), slices: null };
      const given = plan.slices && arrayOf(plan.slices.map(formatNetwork), 'cidr');
      const { key, trigger, scheduledFor, missed } = occasion;
      const effect = sql`select run_id, verdict from netsweep_plan(${task.id}, ${key}, ${trigger},
      ${scheduledFor.toISOString()}, ${missed}, ${plan.prefix}, ${given}, ${plan.addresses}, ${plan.probes},
      ${rate}, ${dailyProbes})`;
      const [row] = await callEffect(db, effect, verdictRow);
      if (!row) throw new Error('planning returned no verdict');
      return { runId: row.run_id, verdict: row.verdict };
    },

    /** Records a due time that makes no run, with the reason. */
    skip: async (task: Task, { key, scheduledFor, missed }: Occasion, reason: string) => {
      await db.execute(
        sql`select netsweep_skip(${task.id}, ${key}, ${scheduledFor.toISOString()}, ${missed}, ${reason})`,
      );
    },

    /** The run's first chunks are on its list. */
    markQueued: async (runId: number): Promise<void> => {
      await db.execute(sql`select netsweep_mark_queued(${runId})`);
    },

    /** From here on no commit of the run counts. False when it was over already. */
    cancel: (runId: number, reason: string, actor?: Actor) =>
      ask(sql`netsweep_cancel(${runId}, ${reason})`, actor),

    /** Pauses runs that are outside their hours, and lets go on those that were paused for that and are inside. */
    keepHours: async (): Promise<{ held: number; resumed: number }> => {
      const [row] = await callEffect(db, sql`select * from netsweep_keep_hours()`, hoursRow);
      return row ?? { held: 0, resumed: 0 };
    },

    /** No further chunk is begun. False when the run was over already. */
    pause: (runId: number, actor?: Actor) => ask(sql`netsweep_pause(${runId})`, actor),

    /** Goes on: its chunks have to be put on the list that is returned. Null when it was not paused. */
    resume: async (runId: number, actor?: Actor): Promise<string | null> => {
      const effect = sql`select netsweep_resume(${runId}) as key`;
      const [row] = await callEffectAs(db, actor, effect, resumedRow);
      return row?.key ?? null;
    },
  };
};

export type Planning = ReturnType<typeof planningIn>;
