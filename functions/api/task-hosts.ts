import type { Principal } from '#shared/runtime/auth.ts';
import type { Hosts } from '#shared/store/hosts.ts';
import { cursorAfter, generationAfter } from './cursor.ts';
import { found } from './found.ts';
import { presentHost } from './present-host.ts';
import type { HostQuery } from './schemas.ts';
import { viewerOf } from './viewer-of.ts';
import { withinBytes } from './within-bytes.ts';

export type Deps = { readonly hosts: Pick<Hosts, 'ofTask'> };

/**
 * A page of a task's current generation. The cursor names the generation that the first page came from: when another
 * run finishes in between, the pages go on in the old one.
 */
export const taskHosts = async (
  taskId: number,
  { cursor, certificate_expires_before: certificateExpiresBefore, ...query }: HostQuery,
  principal: Principal,
  { hosts }: Deps,
) => {
  const list = `hosts of task ${taskId} by ${query.sort ?? 'ip'}`;
  const at = {
    ...query,
    ...(certificateExpiresBefore && { certificateExpiresBefore }),
    ...generationAfter(list, cursor),
  };
  const page = found(await hosts.ofTask(taskId, at, viewerOf(principal)), 'task');
  const { items, isCut } = withinBytes(page.hosts.map(presentHost));
  const next = isCut ? (items.at(-1)?.ip ?? null) : page.next;
  return {
    hosts: items,
    next: cursorAfter(list, next && `${page.generation} ${next}`),
  };
};
