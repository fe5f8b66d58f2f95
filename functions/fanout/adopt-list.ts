import { adoptedOptions, type Permission, readKey } from '#shared/domain/adopt.ts';
import { contains, type Network, parseCidr } from '#shared/domain/network.ts';
import type { LegacyTasks } from '#shared/store/legacy-tasks.ts';
import type { Planning } from '#shared/store/planning.ts';
import type { WorkList } from '#shared/store/work-list.ts';

/** As many items as the old system wrote for its largest network, a /16. */
const MOST_ITEMS = 65_536;
const PAGE = 5000;

export type AdoptDeps = {
  readonly tasks: Pick<LegacyTasks, 'findOrAdopt'>;
  readonly planning: Pick<Planning, 'plan'>;
  readonly workList: Pick<WorkList, 'peek' | 'trim'>;
  readonly permission: () => Promise<Permission>;
  readonly clock: () => Promise<Date>;
  readonly warn: (message: string, facts: Record<string, unknown>) => void;
};

/** What an old program wrote to a list: the items that are addresses of its network, and how many items there were. */
const readList = async (key: string, network: Network, { workList }: AdoptDeps) => {
  const parts: Network[] = [];
  let items = 0;
  while (items < MOST_ITEMS) {
    const page = await workList.peek(key, items, items + PAGE);
    if (page.length === 0) break;
    items += page.length;
    const parsed = page.flatMap((item) => parseCidr(item) ?? []);
    parts.push(...parsed.filter((part) => contains(network, part)));
  }
  return { parts, items };
};

/**
 * Makes a run of a list that an old program wrote itself: its addresses become slices, each address once. Nothing is
 * taken from the list before the run is planned, so a crash in between loses nothing; `step` names this reading of it.
 * `empty`: there is nothing to run; `overlap`: the task has a live run under another spelling.
 * Throws DomainError for a key that is no task or may not be probed.
 */
export const adoptList = async (key: string, step: string, deps: AdoptDeps) => {
  if ((await deps.workList.peek(key, 0, 1)).length === 0) return 'empty';
  const identity = readKey(key);
  const options = adoptedOptions(identity, await deps.permission());
  const { parts, items } = await readList(key, identity.network, deps);
  const strange = items - parts.length;
  if (strange > 0)
    deps.warn('a list holds items that are no address of its network', { key, strange });
  if (parts.length > 0) {
    const task = await deps.tasks.findOrAdopt(key, identity, options, true);
    const occasion = {
      key,
      trigger: 'legacy',
      scheduledFor: await deps.clock(),
      missed: 0,
    } as const;
    const { verdict } = await deps.planning.plan(task, occasion, parts);
    if (verdict !== 'planned') return 'overlap';
  }
  await deps.workList.trim(key, step, items);
  return parts.length > 0 ? 'planned' : 'empty';
};
