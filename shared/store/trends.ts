import { sql } from 'drizzle-orm';
import * as z from 'zod';
import { callEffect, type Database } from './database.ts';
import type { IdPage } from './id-page.ts';
import { taskTable } from './schema.ts';
import { type Viewer, visibleTo } from './viewer.ts';

export type Trend = {
  readonly taskId: number;
  /** The oldest first. */
  readonly points: readonly {
    readonly runId: number;
    readonly at: Date;
    readonly online: number;
  }[];
};

const MOST_POINTS = 30;

const trendRow = z.object({
  taskId: z.coerce.number(),
  points: z.array(z.object({ runId: z.number(), at: z.coerce.date(), online: z.number() })),
});

/** What done runs counted, task by task. */
export const trendsIn = (db: Database) => ({
  /** A page of tasks in the order of their ids; `next` is the id to go on after. */
  list: async ({ limit, after = 0 }: IdPage, viewer: Viewer) => {
    const rows: Trend[] = await callEffect(
      db,
      sql`select ${taskTable.id} as "taskId", coalesce(newest.points, '[]') as points
            from ${taskTable} cross join lateral (
              select json_agg(json_build_object('runId', r.id, 'at', r.finished_at, 'online', r.online) order by r.id) as points
                from (select id, finished_at, online from netsweep_run
                       where task_id = ${taskTable.id} and state = 'done'
                       order by id desc limit ${MOST_POINTS}) r) newest
           where ${visibleTo(viewer)} and ${taskTable.id} > ${after}
           order by ${taskTable.id} limit ${limit + 1}`,
      trendRow,
    );
    const trends = rows.slice(0, limit);
    return { trends, next: rows.length > limit ? (trends.at(-1)?.taskId ?? null) : null };
  },
});

export type Trends = ReturnType<typeof trendsIn>;
