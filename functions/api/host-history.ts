import type { WireHostHistory } from '#shared/domain/wire.ts';
import type { Principal } from '#shared/runtime/auth.ts';
import type { Hosts, Sighting } from '#shared/store/hosts.ts';
import { cursorAfter, idAfter } from './cursor.ts';
import { found } from './found.ts';
import { presentHost } from './present-host.ts';
import type { PageQuery } from './schemas.ts';
import { viewerOf } from './viewer-of.ts';
import { withinBytes } from './within-bytes.ts';

export type Deps = { readonly hosts: Pick<Hosts, 'ofAddress'> };

const presentSighting = ({ taskId, runId, runState, isCurrent, host }: Sighting) => ({
  task_id: taskId,
  run_id: runId,
  run_state: runState,
  is_current: isCurrent,
  host: presentHost(host),
});

/** A page of what is known of an address, the newest run first. Throws `not-found` where nothing is. */
export const hostHistory = async (
  ip: string,
  { limit, cursor }: PageQuery,
  principal: Principal,
  { hosts }: Deps,
): Promise<WireHostHistory> => {
  const list = `history of ${ip}`;
  const at = { limit, ...idAfter(list, cursor) };
  const page = await hosts.ofAddress(ip, at, viewerOf(principal));
  if (cursor === undefined) found(page.sightings[0] ?? null, 'host');
  const { items, isCut } = withinBytes(page.sightings.map(presentSighting));
  const next = isCut ? (items.at(-1)?.run_id ?? null) : page.next;
  return { ip, sightings: items, next: cursorAfter(list, next) };
};
