import type { Principal } from '#shared/runtime/auth.ts';
import type { Trends } from '#shared/store/trends.ts';
import { cursorAfter, idAfter } from './cursor.ts';
import type { PageQuery } from './schemas.ts';
import { viewerOf } from './viewer-of.ts';

export type Deps = { readonly trends: Trends };

const LIST = 'trends';

/** A page of tasks with what their newest runs counted. */
export const trendPage = async (
  { limit, cursor }: PageQuery,
  principal: Principal,
  { trends }: Deps,
) => {
  const page = await trends.list({ limit, ...idAfter(LIST, cursor) }, viewerOf(principal));
  return {
    trends: page.trends.map(({ taskId, points }) => ({
      task_id: taskId,
      points: points.map(({ runId, at, online }) => ({
        run_id: runId,
        at: at.toISOString(),
        online,
      })),
    })),
    next: cursorAfter(LIST, page.next),
  };
};
