import { DomainError } from '#shared/domain/errors.ts';
import type { Principal } from '#shared/runtime/auth.ts';
import type { Changes } from '#shared/store/changes.ts';
import { cursorAfter, idAfter } from './cursor.ts';
import { found } from './found.ts';
import { presentChange } from './present-change.ts';
import type { RunChangeQuery } from './schemas.ts';
import { viewerOf } from './viewer-of.ts';

export type Deps = { readonly changes: Changes };

const refuse = (message: string, code: string): never => {
  throw new DomainError('validation-error', message, { errors: [{ pointer: '/against', code }] });
};

/** How a run differs from another of its task, whatever was believed in between. */
const differences = async (
  to: number,
  { against: from, limit, cursor }: RunChangeQuery & { readonly against: number },
  principal: Principal,
  { changes }: Deps,
) => {
  const viewer = viewerOf(principal);
  const [run, other] = await Promise.all([changes.runOf(to, viewer), changes.runOf(from, viewer)]);
  const { taskId, isKept } = found(run, 'run');
  if (found(other, 'run').taskId !== taskId)
    return refuse('Name another run of the same task.', 'other-task');
  if (!isKept || !other?.isKept)
    return refuse('Name two runs that are done and whose hosts are still kept.', 'not-kept');
  const list = `changes of ${from} to ${to}`;
  const page = await changes.between(
    { taskId, from, to },
    { limit, ...idAfter(list, cursor) },
    viewer,
  );
  return { changes: page.changes, next: cursorAfter(list, page.next) };
};

/** A page of what a run changed; with `against`, of how it differs from that run. */
export const runChanges = async (
  runId: number,
  query: RunChangeQuery,
  principal: Principal,
  deps: Deps,
) => {
  const { against, limit, cursor } = query;
  if (against !== undefined) return differences(runId, { ...query, against }, principal, deps);
  const viewer = viewerOf(principal);
  found(await deps.changes.runOf(runId, viewer), 'run');
  const list = `changes of ${runId}`;
  const page = await deps.changes.list({ runId, limit, ...idAfter(list, cursor) }, viewer);
  return { changes: page.changes.map(presentChange), next: cursorAfter(list, page.next) };
};
