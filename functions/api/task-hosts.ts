import type { Principal } from '#shared/runtime/auth.ts';
import type { hostsIn } from '#shared/store/hosts.ts';
import { cursorAfter, generationAfter, placeIn } from './cursor.ts';
import { found } from './found.ts';
import { presentHost } from './present-host.ts';
import type { HostQuery } from './schemas.ts';
import { viewerOf } from './viewer-of.ts';

export type Deps = { readonly hosts: Pick<ReturnType<typeof hostsIn>, 'ofTask'> };

/** A page of a task's generation that was current when its first page was read, in the order of addresses. */
export const taskHosts = async (
  taskId: number,
  { cursor, ...query }: HostQuery,
  principal: Principal,
  { hosts }: Deps,
) => {
  const list = `hosts of task ${taskId}`;
  const at = { ...query, ...generationAfter(list, cursor) };
  const page = found(await hosts.ofTask(taskId, at, viewerOf(principal)), 'task');
  const next = placeIn(page.generation, page.next);
  return { hosts: page.hosts.map(presentHost), next: cursorAfter(list, next) };
};
