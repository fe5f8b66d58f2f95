import type { WireChange } from '#shared/domain/wire.ts';
import type { WireExpectation } from '#shared/domain/wire-telling.ts';
import type { Principal } from '#shared/runtime/auth.ts';
import type { Changes } from '#shared/store/changes.ts';
import type { Expectation, Expectations } from '#shared/store/expectations.ts';
import type { Tasks } from '#shared/store/tasks.ts';
import { cursorAfter, idAfter } from './cursor.ts';
import { found } from './found.ts';
import { presentChange } from './present-change.ts';
import type { PageQuery } from './schemas.ts';
import type { Acknowledgement, ExpectationRequest } from './telling-schemas.ts';
import { viewerOf } from './viewer-of.ts';

export type Deps = {
  readonly tasks: Pick<Tasks, 'get'>;
  readonly changes: Pick<Changes, 'list'>;
  readonly expectations: Expectations;
};

const presentExpectation = ({
  taskId,
  madeBy,
  createdAt,
  ...rest
}: Expectation): WireExpectation => ({
  ...rest,
  task_id: taskId,
  made_by: madeBy,
  created_at: createdAt.toISOString(),
});

/** A page of what is expected of a task, in the order of ids. */
export const listExpected = async (
  taskId: number,
  { limit, cursor }: PageQuery,
  principal: Principal,
  { tasks, expectations }: Deps,
) => {
  found(await tasks.get(taskId, viewerOf(principal)), 'task');
  const list = `expected of ${taskId}`;
  const page = await expectations.list(taskId, { limit, ...idAfter(list, cursor) });
  return { expected: page.rows.map(presentExpectation), next: cursorAfter(list, page.next) };
};

/** From now on such changes of a task are expected: shown as such, and nobody is told. */
export const createExpected = async (
  taskId: number,
  body: ExpectationRequest,
  principal: Principal,
  { tasks, expectations }: Deps,
): Promise<WireExpectation> => {
  const viewer = viewerOf(principal);
  found(await tasks.get(taskId, viewer), 'task');
  return presentExpectation(await expectations.create(taskId, body, viewer));
};

/** Such changes are told again. */
export const deleteExpected = async (
  id: number,
  principal: Principal,
  { expectations }: Pick<Deps, 'expectations'>,
): Promise<void> => {
  found((await expectations.remove(id, viewerOf(principal))) || null, 'expectation');
};

/** Notes that somebody knows of a change, and where they say so, that its like is expected. */
export const acknowledgeChange = async (
  id: number,
  { note, expect }: Acknowledgement,
  principal: Principal,
  { changes, expectations }: Deps,
): Promise<WireChange> => {
  const viewer = viewerOf(principal);
  const said = { expect, ...(note !== undefined && { note }) };
  found((await expectations.acknowledge(id, said, viewer)) || null, 'change');
  const { changes: page } = await changes.list({ after: id - 1, limit: 1 }, viewer);
  return presentChange(found(page[0] ?? null, 'change'));
};
