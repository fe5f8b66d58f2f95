import type { Principal } from '#shared/runtime/auth.ts';
import type { hostsIn } from '#shared/store/hosts.ts';
import { addressAfter, cursorAfter } from './cursor.ts';
import { found } from './found.ts';
import { presentHost } from './present-host.ts';
import type { HostQuery } from './schemas.ts';
import { viewerOf } from './viewer-of.ts';

export type Deps = { readonly hosts: Pick<ReturnType<typeof hostsIn>, 'ofTask'> };

/** A page of a task's current generation, in the order of addresses. */
export const taskHosts = async (
  taskId: number,
  { cursor, ...query }: HostQuery,
  principal: Principal,
  { hosts }: Deps,
) => {
  const list = `hosts of task ${taskId}`;
  const at = { ...query, ...addressAfter(list, cursor) };
  const page = found(await hosts.ofTask(taskId, at, viewerOf(principal)), 'task');
  return { hosts: page.hosts.map(presentHost), next: cursorAfter(list, page.next) };
};
